// `npm run lab [-- OPTIONS]`: JupyterLab with the roux kernel, opened on notebooks/.
import path from "node:path";
import { node, prepare, root, roux } from "./prepare.mjs";

prepare();
process.exit(node([roux, "lab", ...process.argv.slice(2)], { cwd: path.join(root, "notebooks") }));
