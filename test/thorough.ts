import { env } from "node:process";

/** `CLV_THOROUGH=1`: repeat tests with random input as often as was promised, instead of as often as a developer can wait. */
export const thorough = env.CLV_THOROUGH === "1";
