import type { Emulator } from "./emulator.ts";

/** A `TARGET` that is another emulator than LocalStack. */
export type OtherEmulator = "ministack";

/** How messages call each, and its adapter, which is loaded where it is chosen. */
export const OTHER_EMULATORS: Record<OtherEmulator, { title: string; load: () => Promise<Emulator> }> = {
  ministack: { title: "MiniStack", load: async () => (await import("./ministack/ministack.ts")).MINISTACK },
};
