/** Where the runtime writes its log lines. `detail` becomes fields of the line; an error goes in `err`. */
export interface Log {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}
