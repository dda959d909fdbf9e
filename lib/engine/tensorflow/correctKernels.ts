import * as tf from "@tensorflow/tfjs";

/** Puts right what TensorFlow 2.20 answers wrongly: its Round op gives zeros for int32, which are round already. */
export function correctKernels(): void {
  const backendName = "tensorflow";
  const { kernelFunc } = tf.getKernel("Round", backendName);
  tf.unregisterKernel("Round", backendName);
  tf.registerKernel({
    kernelName: "Round",
    backendName,
    kernelFunc: (call) => {
      const x = call.inputs["x"] as tf.Tensor;
      return x.dtype === "int32" ? tf.clone(x) : kernelFunc(call);
    },
  });
}
