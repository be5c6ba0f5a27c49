/** A mail as `ComposeReminder` writes it; the workflow carries it through its state to where it is sent. */
export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}
