/** The program of the threads that measure totals. */
import { serve } from "../../../pipeline/workers/serve.js";
import { totalsAtCut } from "./job.js";

export const totalsTasks = { totalsAtCut };

serve(totalsTasks);
