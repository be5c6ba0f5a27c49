import { apiHandler } from "../api/handler.ts";
import { refusal } from "./refusal.ts";

/** Every path and method that the API does not have. */
export const handler = apiHandler(({ resource }) => {
  throw refusal(resource);
});
