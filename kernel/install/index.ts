export { jupyterDataFolder, sysPrefix } from "./jupyterFolders.ts";
export {
  installKernelspec,
  KernelspecError,
  kernelsFolder,
  listKernelspecs,
  uninstallKernelspec,
} from "./kernelspec.ts";
export type { InstalledKernelspec, KernelspecPlace } from "./kernelspec.ts";
export { logoPng } from "./logo.ts";
