import { env } from "node:process";

/** `CLV_THOROUGH=1`: what a test of servers repeats at length. Tests without servers that take minutes are the project `long`. */
export const thorough = env.CLV_THOROUGH === "1";
