import type { ComponentType } from "preact";
import type { IconName } from "./parts/icons.tsx";
import { Executions } from "./views/executions/executions.tsx";
import { Inbox } from "./views/inbox/inbox.tsx";

/** A room of the console, in the order of the navigation; its number is its shortcut. */
export interface View {
  path: string;
  title: string;
  icon: IconName;
  component: ComponentType;
}

export const VIEWS: readonly View[] = [
  { path: "inbox", title: "Inbox", icon: "inbox", component: Inbox },
  { path: "executions", title: "Executions", icon: "executions", component: Executions },
];
