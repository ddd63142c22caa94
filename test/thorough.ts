import { env } from "node:process";

/**
 * `CLV_THOROUGH=1`, as in `.ci/run`: tests with random input as often as was promised, and those that start many processes,
 * which take longer than a developer can wait.
 */
export const thorough = env.CLV_THOROUGH === "1";
