import { EngineError } from "../../errors/index.ts";
import type { Pointer } from "./CApi.ts";
import type { TensorFlowLibrary } from "./loadLibrary.ts";
import type { Status } from "./Status.ts";

/** One device TensorFlow can compute on. */
export interface Device {
  /** `/job:localhost/replica:0/task:0/device:GPU:0` */
  readonly name: string;
  /** `CPU` or `GPU`. */
  readonly type: string;
}

/** `ConfigProto { gpu_options { allow_growth: true } allow_soft_placement: true }`, as bytes: a GPU's memory is taken as
 *  needed rather than all at once, and an op that a device lacks runs on the CPU. */
const config = Uint8Array.of(0x32, 0x02, 0x20, 0x01, 0x38, 0x01);

/** TensorFlow's eager runtime: op by op, on the devices it has. */
export class Context {
  readonly pointer: Pointer;
  readonly devices: readonly Device[];
  /** The device that tensors go to: the first GPU, else the CPU. */
  readonly device: Device;

  constructor(library: TensorFlowLibrary, status: Status) {
    const { api } = library;
    const options = api.newContextOptions();
    api.setContextConfig(options, config, config.length, status.pointer);
    const context = api.newContext(options, status.pointer);
    status.check("engine", "TensorFlow to start");
    api.deleteContextOptions(options);
    this.pointer = context!;
    const list = api.listDevices(this.pointer, status.pointer);
    status.check("engine", "a list of devices");
    this.devices = Array.from({ length: api.deviceCount(list) }, (_, i) => ({
      name: api.deviceName(list, i, status.pointer),
      type: api.deviceType(list, i, status.pointer),
    }));
    api.deleteDeviceList(list);
    const device =
      this.devices.find(({ type }) => type === "GPU") ?? this.devices.find(({ type }) => type === "CPU");
    if (!device)
      throw new EngineError({ where: "engine", expected: "a CPU or GPU device", received: "none" });
    this.device = device;
  }
}
