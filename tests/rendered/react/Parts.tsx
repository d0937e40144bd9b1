import { DateInput, Fieldset, Label, Radios } from "nhsuk-react-components";
import { Fragment, memo } from "react";

import Choice from "./parts/Choice";
import { REGIONS } from "./parts/regions";

const Box = memo(({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
));

const label = "Not this";

export default function Parts() {
  const label = "Nickname";
  const asks = true;
  return (
    <form>
      <Box title="About you">
        <Label htmlFor="nick">{label}</Label>
        <input id="nick" name="nick" className="nhsuk-input" />
      </Box>
      <Choice name="region" question="Which region are you in?" answers={REGIONS} />
      <Choice name="again" question="Where did you live before?" answers={REGIONS.filter(Boolean)}>
        <Radios.Item value="abroad">Abroad</Radios.Item>
      </Choice>
      <Fieldset>
        <Fieldset.Legend isPageHeading>
          Are you <strong>a parent</strong>?
        </Fieldset.Legend>
        <Radios name="parent">
          {["Yes", "No"].map((answer) => (
            <Radios.Item key={answer} value={answer}>
              {answer}
            </Radios.Item>
          ))}
        </Radios>
      </Fieldset>
      <DateInput name="moved" legend="When did you move?">
        <DateInput.Month />
        <DateInput.Year />
      </DateInput>
      {asks && (
        <Fragment>
          <fieldset>
            <legend>Do you smoke?</legend>
            <input type="radio" id="smoke-yes" name="smoke" value="yes" />
            <label htmlFor="smoke-yes">Yes</label>
            <input type="radio" id="smoke-no" name="smoke" value="no" />
            <label htmlFor="smoke-no">No</label>
          </fieldset>
        </Fragment>
      )}
    </form>
  );
}
