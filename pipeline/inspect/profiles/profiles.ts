import { amazon } from "./amazon.js";
import { bigCommerce } from "./bigcommerce.js";
import { etsy } from "./etsy.js";
import type { ExportProfile } from "./export-profile.js";
import { magento } from "./magento.js";
import { payPal } from "./paypal.js";
import { shopify } from "./shopify.js";
import { square } from "./square.js";
import { stripe } from "./stripe.js";
import { wooCommerce } from "./woocommerce.js";

/** Every export that is known by its header. */
export const exportProfiles: readonly ExportProfile[] = [
  ...shopify,
  ...wooCommerce,
  ...stripe,
  ...square,
  ...payPal,
  ...magento,
  ...bigCommerce,
  ...amazon,
  ...etsy,
];
