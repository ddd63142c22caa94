/** The program of every thread of the pool. */
import { serve } from "./serve.js";
import { tasks } from "./tasks.js";

serve(tasks);
