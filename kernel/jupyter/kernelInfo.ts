import { createRequire } from "node:module";
import { protocolVersion } from "../protocol/index.ts";
import type { Json } from "../protocol/index.ts";

const require = createRequire(import.meta.url);

/** Content of `kernel_info_reply`. */
export function kernelInfo(): Json {
  const { version: typescript } = require("typescript/package.json") as { version: string };
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "roux",
    implementation_version: version(),
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `roux ${version()}: TypeScript ${typescript} on Node ${process.versions.node}`,
    debugger: false,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
      {
        text: "Node.js",
        url: `https://nodejs.org/docs/latest-v${process.versions.node.split(".")[0]}.x/api/`,
      },
    ],
    supported_features: [],
  };
}

function version(): string {
  const isSource = import.meta.url.endsWith(".ts");
  return (require(isSource ? "../../package.json" : "../../../package.json") as { version: string }).version;
}
