import { CharacterCount, DateInput, FileUpload, PasswordInput, TextInput, Textarea } from "nhsuk-react-components";

export default function Words() {
  return (
    <form>
      <TextInput name="full-name" label="Full name" labelProps={{ size: "m" }} hint="As people call you" autoComplete="name" />
      <TextInput name="postcode" label={<>Postcode &amp; town</>} width={10} required />
      <TextInput name="telephone" type="tel" label="Telephone" prefix="+44" />
      <Textarea name="more" label="Anything else we should know?" rows={5} />
      <CharacterCount name="story" label="What happened?" maxLength={200} />
      <DateInput name="birth" legend="What is your date of birth?" hint="For example, 31 3 1980" />
      <PasswordInput name="password" label="Password" autoComplete="new-password" />
      <FileUpload name="letter" label="Your letter" />
    </form>
  );
}
