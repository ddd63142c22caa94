import { bgCnbdK } from "../../../models/purchase/bg-cnbd-k.js";
import { mbgCnbdK } from "../../../models/purchase/mbg-cnbd-k.js";
import { purchaseProperties } from "../purchase-properties.js";

const points = {
  params: [
    { k: 3, r: 0.525, alpha: 14, a: 0.891, b: 1.614 },
    { k: 1, r: 0.525, alpha: 43.281, a: 0.891, b: 1.614 },
    { k: 2, r: 0.3, alpha: 20, a: 0.3, b: 0.5 },
    { k: 5, r: 25, alpha: 200, a: 15, b: 40 },
  ],
  summable: [
    { k: 2, r: 0.525, alpha: 22, a: 0.891, b: 1.614 },
    { k: 5, r: 2, alpha: 20, a: 1, b: 1.5 },
  ],
};

for (const model of [bgCnbdK, mbgCnbdK]) purchaseProperties(model, points);
