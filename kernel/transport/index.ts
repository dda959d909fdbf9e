export { addressOf, ConnectionFileError, parseConnectionInfo, readConnectionFile } from "./ConnectionFile.ts";
export type { ConnectionInfo } from "./ConnectionFile.ts";
export { Outbox } from "./Outbox.ts";
export { Transport } from "./Transport.ts";
export type { Channel, TransportOptions } from "./Transport.ts";
