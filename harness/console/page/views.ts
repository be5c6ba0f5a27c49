import type { ComponentType } from "preact";
import type { IconName } from "./parts/icons.tsx";
import { ControlsPage } from "./views/controls/controls.tsx";
import { Executions } from "./views/executions/executions.tsx";
import { Inbox } from "./views/inbox/inbox.tsx";
import { Logs } from "./views/logs/logs.tsx";
import { Overview } from "./views/overview/overview.tsx";
import { PermissionsPage } from "./views/permissions/permissions.tsx";
import { Requests } from "./views/requests/requests.tsx";
import { ResourcesPage } from "./views/resources/resources.tsx";
import { TracePage } from "./views/trace/trace.tsx";

/** A room of the console, in the order of the navigation; its number is its shortcut. */
export interface View {
  path: string;
  title: string;
  icon: IconName;
  component: ComponentType;
}

export const VIEWS: readonly View[] = [
  { path: "overview", title: "Overview", icon: "overview", component: Overview },
  { path: "inbox", title: "Inbox", icon: "inbox", component: Inbox },
  { path: "executions", title: "Executions", icon: "executions", component: Executions },
  { path: "requests", title: "Requests", icon: "requests", component: Requests },
  { path: "trace", title: "Trace", icon: "trace", component: TracePage },
  { path: "logs", title: "Logs", icon: "logs", component: Logs },
  { path: "controls", title: "Faults and clock", icon: "controls", component: ControlsPage },
  { path: "permissions", title: "Permissions", icon: "permissions", component: PermissionsPage },
  { path: "resources", title: "Resources", icon: "resources", component: ResourcesPage },
];
