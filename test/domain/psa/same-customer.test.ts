import { expect, test } from "vitest";
import { maySameCustomer } from "../../../src/domain/psa/same-customer.ts";

test.each([
  ["Contoso", "Contoso Ltd.", true],
  ["CONTOSO GmbH & Co. KG", "contoso", true],
  ["Müller Bau", "Mueller Bau", true],
  ["Café Nord", "Cafe Nord (Hamburg)", true],
  ["NWT", "North Wind Traders Inc.", true],
  ["Bayerische Motoren Werke AG", "BMW", true],
  ["ABC", "Fabrikam", false],
  [null, "Fabrikam", true],
  ["Contoso", null, true],
  ["The Company Ltd", "Fabrikam", true],
  ["Contoso", "Fabrikam", false],
  ["Contoso Ltd", "Fabrikam Ltd", false],
])("whether %s and %s may be one customer", (one, other, may) => {
  expect(maySameCustomer(one, other)).toBe(may);
});
