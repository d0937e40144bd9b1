import { Checkboxes, Radios, Select, TextInput } from "nhsuk-react-components";

export default function Choices() {
  return (
    <form>
      <Radios name="sex" legend="What is your sex?" hint="As your birth certificate has it">
        <Radios.Item value="f">Female</Radios.Item>
        <Radios.Item value="m" hint="A hint of its own">
          Male
        </Radios.Item>
        <Radios.Divider>or</Radios.Divider>
        <Radios.Item value="o" conditional={<TextInput name="own-sex" label="Which word do you use?" />}>
          Another word
        </Radios.Item>
      </Radios>
      <Radios
        name="contact"
        legend="How should we write to you?"
        legendProps={{ isPageHeading: true, size: "l" }}
        inline
        error="Say how we should write to you"
      >
        <Radios.Item value="email">Email</Radios.Item>
        <Radios.Item value="letter" defaultChecked>
          Letter
        </Radios.Item>
      </Radios>
      <Checkboxes name="needs" legend="What do you need?">
        <Checkboxes.Item value="large">Large print</Checkboxes.Item>
        <Checkboxes.Item value="easy">Easy read</Checkboxes.Item>
        <Checkboxes.Divider />
        <Checkboxes.Item value="none" exclusive>
          None of these
        </Checkboxes.Item>
      </Checkboxes>
      <Select name="title" label="Title" hint="If you use one">
        <Select.Option value="">Choose a title</Select.Option>
        <Select.Option value="mx">Mx</Select.Option>
        <Select.Option value="ms">Ms</Select.Option>
      </Select>
    </form>
  );
}
