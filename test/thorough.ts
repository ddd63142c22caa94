import { env } from "node:process";

/**
 * `CLV_THOROUGH=1`, as `npm run thorough` sets it: tests of random input, and those that break off work at every moment, run at full
 * length. Otherwise at one that finds things within the time that CI has. Which files run does not depend on it.
 */
export const thorough = env.CLV_THOROUGH === "1";
