/* What compiled cells call under `babelHelpers`, where oxc-transform lowers syntax that the running Node lacks. */

type Decorator = (value: unknown, context: object) => unknown;

/** Applies the standard's decorators (https://tc39.es/proposal-decorators/) to a class, method or accessor. The compiler lowers
 *  by the older proposal, whose call this is; it has no hook for the initial value of a field or the constructor of an instance. */
function decorate(decorators: Decorator[], target: object, key?: PropertyKey): unknown {
  const unsupported = (what: string): never => {
    throw new TypeError(
      `Decorators: expected a class, method, getter or setter, got ${what}. Set the initial value in the constructor instead.`,
    );
  };
  if (key === undefined) {
    const initializers: (() => void)[] = [];
    let decorated = target as { name: string };
    const context = {
      kind: "class",
      name: decorated.name,
      metadata: {},
      addInitializer: (initializer: () => void) => initializers.push(initializer),
    };
    for (const decorator of decorators.toReversed())
      decorated = (decorator(decorated, context) ?? decorated) as typeof decorated;
    for (const initializer of initializers) initializer.call(decorated);
    return decorated;
  }
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  if (!descriptor) return unsupported(`the field "${String(key)}"`);
  const isStatic = typeof target === "function";
  const part = (kind: "method" | "getter" | "setter", value: unknown): unknown => {
    let decorated = value;
    const context = {
      kind,
      name: key,
      static: isStatic,
      private: false,
      metadata: {},
      access: {
        has: (object: object) => key in object,
        get: (object: object) => Reflect.get(object, key) as unknown,
      },
      addInitializer: () => unsupported(`addInitializer on the ${kind} "${String(key)}"`),
    };
    for (const decorator of decorators.toReversed()) decorated = decorator(decorated, context) ?? decorated;
    return decorated;
  };
  const { get, set } = Object.fromEntries(Object.entries(descriptor)) as Record<string, unknown>;
  if (get) descriptor.get = part("getter", get) as () => unknown;
  if (set) descriptor.set = part("setter", set) as (value: unknown) => void;
  if (!get && !set) descriptor.value = part("method", descriptor.value);
  Object.defineProperty(target, key, descriptor);
  return undefined;
}

function decorateParam(): never {
  throw new TypeError(
    "Decorators: expected a class, method, getter or setter, got a parameter. The standard has no parameter decorators.",
  );
}

interface Resource {
  value: unknown;
  dispose: (() => unknown) | undefined;
  isAsync: boolean;
}

/** Scope of `using` and `await using` declarations (https://tc39.es/proposal-explicit-resource-management/). */
function usingCtx(): { e: unknown; u(value: unknown): unknown; a(value: unknown): unknown; d(): unknown } {
  const none = Symbol("no error");
  const resources: Resource[] = [];
  const add = (value: unknown, isAsync: boolean): unknown => {
    if (value === null || value === undefined) {
      if (isAsync) resources.push({ value, dispose: undefined, isAsync });
      return value;
    }
    const methods = value as Record<symbol, (() => unknown) | undefined>;
    const dispose =
      (isAsync ? methods[Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")] : undefined) ??
      methods[Symbol.dispose ?? Symbol.for("Symbol.dispose")];
    if (typeof dispose !== "function")
      throw new TypeError("using: expected null, undefined or a value with a Symbol.dispose method");
    resources.push({ value, dispose, isAsync });
    return value;
  };
  const context: ReturnType<typeof usingCtx> = {
    e: none,
    u: (value) => add(value, false),
    a: (value) => add(value, true),
    d(): unknown {
      const fail = (error: unknown): void => {
        context.e =
          context.e === none
            ? error
            : Object.assign(new Error("An error was suppressed during disposal"), {
                name: "SuppressedError",
                error,
                suppressed: context.e,
              });
      };
      const continueAfter = async (disposed: unknown): Promise<unknown> => {
        try {
          await disposed;
        } catch (error) {
          fail(error);
        }
        return next();
      };
      const next = (): unknown => {
        for (let resource = resources.pop(); resource; resource = resources.pop()) {
          try {
            const disposed = resource.dispose?.call(resource.value);
            if (resource.isAsync) return continueAfter(disposed);
          } catch (error) {
            fail(error);
          }
        }
        if (context.e !== none) throw context.e;
        return undefined;
      };
      return next();
    },
  };
  return context;
}

export const helpers = { decorate, decorateParam, usingCtx };
