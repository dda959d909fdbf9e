/** How far an installation is. */
export interface InstallProgress {
  /** `find`: an installed TensorFlow is looked for · `download` · `verify`: the wheel's digest · `extract` · `done`. */
  step: "find" | "download" | "verify" | "extract" | "done";
  doneBytes: number;
  /** 0 when it isn't known. */
  totalBytes: number;
}

export type OnProgress = (progress: InstallProgress) => void;
