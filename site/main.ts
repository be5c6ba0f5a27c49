/** The page: either the form, or the reminder whose id follows the `#` of the address. */
import type { Reminder } from "../functions/reminder.ts";
import { apiAt, configuredApi } from "./api.ts";
import { ApiFailure, failureSentence } from "./api-failure.ts";
import { type Following, follow } from "./follow.ts";
import { Submissions, tabStorage } from "./submission.ts";
import { element } from "./views/element.ts";
import { type Filled, formView } from "./views/form-view.ts";
import { progressView } from "./views/progress-view.ts";
import { STATUS_TITLES } from "./words/reminder-words.ts";

/** After that, the page says that it is still waiting. */
const STILL_WAITING_MS = 4_000;

const title = element("title", HTMLElement);
const status = element("status", HTMLElement);
const api = apiAt(configuredApi());
const submissions = new Submissions(tabStorage());
let following: Following | undefined;
let justAsked: Reminder | undefined;

const form = formView((filled) => run(ask(filled)));
const progress = progressView({
  onCancel: () => run(cancel(shownId())),
  onAgain: () => following?.lookNow(),
  onAnother: () => {
    form.clear();
    location.hash = "";
  },
});

/** Empty for the form. */
const shownId = (): string => /^#([\w-]{1,100})$/.exec(location.hash)?.[1] ?? "";

/** A defect of the page shows in the browser's console, as an uncaught error; failures of the API do not. */
function run(task: Promise<void>): void {
  task.catch(reportError);
}

async function ask({ typed, request }: Filled): Promise<void> {
  form.showBusy(true);
  status.textContent = "Asking for your reminder…";
  const stillWaiting = setTimeout(() => {
    status.textContent = "Still waiting for an answer…";
  }, STILL_WAITING_MS);
  try {
    const submission = submissions.begin(typed, request);
    justAsked = await api.ask(submission.request, submission.key);
    submissions.settle();
    location.hash = justAsked.id;
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    // only a refusal ends it; after any other error the reminder may have started
    if (error.kind === "refused") submissions.settle();
    form.showFailure(error);
  } finally {
    clearTimeout(stillWaiting);
    status.textContent = "";
    form.showBusy(false);
  }
}

async function cancel(id: string): Promise<void> {
  progress.showCancelling(true);
  try {
    const reminder = await api.cancel(id);
    if (id === shownId()) following?.learn(reminder);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const advice =
      error.status === 409 ? "It can no longer be cancelled." : "It may not be cancelled: you can try again.";
    progress.showTrouble(`${failureSentence(error)} ${advice}`, "cancel");
    if (error.status === 409) following?.lookNow(); // show its progress
  } finally {
    progress.showCancelling(false);
  }
}

function showRoute(): void {
  following?.stop();
  following = undefined;
  const id = shownId();
  form.show(id === "");
  title.textContent = id === "" ? "Ask for a cuddle" : "Your reminder";
  document.title = "PetCuddleOTron";
  if (id === "") {
    progress.close();
    return;
  }
  progress.open(id);
  following = follow({
    look: (signal) => api.look(id, signal),
    known: justAsked?.id === id ? justAsked : undefined,
    onReminder: (reminder) => {
      document.title = `${STATUS_TITLES[reminder.status]} – PetCuddleOTron`;
      progress.show(reminder);
    },
    onFailure: (failure, final) => {
      progress.showTrouble(
        final
          ? `${failureSentence(failure)} Check the address, or ask for another.`
          : `${failureSentence(failure)} This is what was known last; the page keeps trying.`,
        "look",
      );
    },
  });
}

addEventListener("hashchange", () => {
  showRoute();
  title.focus();
});
addEventListener("online", () => following?.lookNow());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") following?.lookNow();
});
showRoute();
