import { expect, test } from "vitest";
import { ResourceClasses } from "./resource-classes.ts";

const allowing = (...Resource: string[]) => ({ Statement: { Effect: "Allow" as const, Resource } });
const object = (key: string) => `arn:aws:s3:::pets/${key}`;

test("resources that no pattern distinguishes are of one class", () => {
  const classes = new ResourceClasses([allowing(object("claims/*")), allowing("*")]);
  expect(classes.of(object("claims/1"))).toBe(classes.of(object("claims/2")));
});

test.each([
  ["that one pattern fits", object("claims/1"), object("other/1")],
  ["that another pattern fits", object("claims/1"), object("claims/rex")],
  ["of another form", object("claims/1"), object("claims/1/2")],
  ["of another service", object("claims/1"), "arn:aws:s4:::pets/claims/1"],
  ["that an incomplete pattern fits", object("claims/1"), object("claims/1x")],
])("a resource %s is of another class", (_, one, other) => {
  const classes = new ResourceClasses([allowing(object("claims/*"), object("claims/r?x"), "arn:aws:s3*x")]);
  expect(classes.of(one)).not.toBe(classes.of(other));
});

test("with a variable in a policy each resource is by itself", () => {
  const classes = new ResourceClasses([allowing(object(`$${"{aws:username}"}/*`))]);
  expect(classes.of(object("rex/1"))).not.toBe(classes.of(object("tom/1")));
});
