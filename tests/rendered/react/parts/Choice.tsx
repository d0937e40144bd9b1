import { Radios } from "nhsuk-react-components";

type ChoiceProps = { name: string; question: string; answers: { value: string; text: string }[]; children?: React.ReactNode };

export default function Choice({ name, question, answers = [], children }: ChoiceProps) {
  if (!answers) {
    return null;
  }
  return (
    <Radios name={name} legend={question}>
      {answers.map(({ value, text }) => (
        <Radios.Item key={value} value={value}>
          {text}
        </Radios.Item>
      ))}
      {children}
    </Radios>
  );
}
