import type { ComponentChildren } from "preact";

/** A labelled control, and what it takes. */
export const Field = ({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: ComponentChildren;
}) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is in it
  <label class="field">
    <span>{label}</span>
    {children}
    {hint && <small class="muted">{hint}</small>}
  </label>
);

export const text = (data: FormData, name: string): string => `${data.get(name) ?? ""}`.trim();

/** A number, where one is given. */
export const number = (data: FormData, name: string): number | undefined => {
  const given = text(data, name);
  return given === "" ? undefined : Number(given);
};

/** How long something stays in force, in seconds. */
export const Lease = () => (
  <Field label="Ends by itself after">
    <select name="lease">
      <option value="60">1 minute</option>
      <option value="300" selected>
        5 minutes
      </option>
      <option value="3600">1 hour</option>
      <option value="86400">1 day</option>
    </select>
  </Field>
);
