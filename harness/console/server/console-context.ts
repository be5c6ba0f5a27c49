import type { Clients } from "../../aws/clients.ts";
import type { Project } from "../../config/load.ts";
import type { Feed } from "./feed.ts";

/** What all routes share. */
export interface Console {
  /** Where LocalStack answers. */
  endpoint: string;
  /** The project whose app is shown; without one all stacks are. */
  project?: Project | undefined;
  feed: Feed;
  clients: Clients;
}
