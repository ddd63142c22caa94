import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { purchaseProperties } from "../purchase-properties.js";

purchaseProperties(nbd, {
  params: [
    { r: 0.553, alpha: 74 },
    { r: 25, alpha: 800 },
    { r: 0.05, alpha: 3 },
  ],
  summable: [
    { r: 0.553, alpha: 74 },
    { r: 2, alpha: 40 },
  ],
});
purchaseProperties(paretoNbd, {
  params: [
    { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 },
    { r: 2, alpha: 20, s: 1, beta: 50 },
    { r: 0.3, alpha: 20, s: 0.3, beta: 2 },
    { r: 3, alpha: 3, s: 3, beta: 600 },
    { r: 25, alpha: 800, s: 5, beta: 2000 },
  ],
  summable: [
    { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 },
    { r: 2, alpha: 40, s: 1, beta: 1.5 },
    { r: 0.3, alpha: 50, s: 3, beta: 300 },
  ],
});
purchaseProperties(ggompertzNbd, {
  params: [
    { r: 0.8, alpha: 40, b: 0.02, s: 0.3, beta: 5 },
    { r: 0.553, alpha: 74, b: 1e-7, s: 0.606, beta: 8.17e-6 },
    { r: 2, alpha: 20, b: 0.004, s: 1, beta: 1 },
    { r: 3, alpha: 3, b: 0.01, s: 0.4, beta: 200 },
    { r: 25, alpha: 800, b: 0.001, s: 2, beta: 0.3 },
  ],
  summable: [
    { r: 0.8, alpha: 40, b: 0.02, s: 0.3, beta: 5 },
    { r: 2, alpha: 40, b: 1e-5, s: 1, beta: 1.5e-5 },
    { r: 0.3, alpha: 50, b: 0.05, s: 1, beta: 20 },
  ],
});
