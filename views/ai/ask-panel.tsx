import { Badge } from '#views/ui/badge.tsx'
import { Blocked, Button, ButtonLink } from '#views/ui/button.tsx'
import { Card } from '#views/ui/card.tsx'
import { Select, TextArea } from '#views/ui/field.tsx'
import { errorOf, Form, FormActions, type FormError, FormErrors } from '#views/ui/form.tsx'
import { Notice } from '#views/ui/notice.tsx'
import { CopyButton } from '#views/ui/text.tsx'
import type { AnswerShown } from '#worker/ai/rules/answer.ts'
import { counted } from '#worker/ai/rules/record.ts'
import type { Before } from '#worker/ai/rules/turns.ts'
import { LONGEST_QUESTION } from '#worker/ai/rules/limits.ts'
import type { Skill } from '#worker/ai/rules/skill.ts'
import { RUN_FAULTS } from '#worker/ai/rules/words.ts'

type AskPanelProps = {
  caseId: string
  answer: AnswerShown | null
  /** Why no note is written from here. */
  noNote: string | undefined
  skills: Skill[]
  typed: Record<string, string>
  errors: FormError[]
  csrf: string
  formKey: string
}

const LANGUAGE_OPTIONS = [
  ['en', 'English'],
  ['de', 'German'],
  ['fr', 'French'],
  ['es', 'Spanish'],
  ['pt', 'Portuguese'],
  ['ja', 'Japanese'],
] as const

/** A question to a model about a case, and its answer. It is shown neither names nor anybody's own words. */
export function AskPanel({ caseId, answer, noNote, skills, typed, errors, csrf, formKey }: AskPanelProps) {
  return (
    <Card id="ask" title="Ask a model" icon="note" mark={answer === null ? undefined : <Badge>{answer.label}</Badge>}>
      {answer === null ? null : <AnswerText caseId={caseId} answer={answer} noNote={noNote} csrf={csrf} formKey={formKey} />}
      {answer?.state === 'running' ? null : (
        <Form action={`/workspace/cases/${caseId}/runs`} csrf={csrf} formKey={formKey} into="ask">
          <FormErrors errors={errors} title="Nothing was asked" />
          <Select
            id="task"
            label="What do you want?"
            required
            value={typed.task}
            options={optionsOf(skills)}
            error={errorOf(errors, 'task')}
          />
          <TextArea
            id="text"
            label="Your question or notes"
            value={typed.text}
            maxLength={LONGEST_QUESTION}
            error={errorOf(errors, 'text')}
            hint="The model is told the state of the case, without names and texts."
          />
          <FormActions>
            <Button>Ask</Button>
          </FormActions>
        </Form>
      )}
    </Card>
  )
}

/** The words are not read out one by one: they are announced when they are all there. */
function AnswerText({
  caseId,
  answer: { id, state, code, asked, before, text, chunks, usage },
  noNote,
  csrf,
  formKey,
}: Pick<AskPanelProps, 'caseId' | 'noNote' | 'csrf' | 'formKey'> & { answer: AnswerShown }) {
  const address = `/workspace/runs/${id}`
  const isRunning = state === 'running'
  return (
    <>
      <Earlier before={before} />
      {asked === null ? null : <p class="quiet">{`You asked: ${asked}`}</p>}
      <div
        class="prose"
        id="answer"
        aria-busy={isRunning ? 'true' : undefined}
        {...(isRunning && {
          'data-stream': `${address}/text?from=${chunks}`,
          'data-refresh': 'true',
          'hx-get': address,
          'hx-trigger': 'said',
          'hx-target': '#ask',
          'hx-select': '#ask',
          'hx-swap': 'outerHTML',
        })}
      >
        {text}
      </div>
      {isRunning ? (
        <Form action={`${address}/cancel`} csrf={csrf} formKey={formKey} look="inline" into="ask">
          <Button look="danger" small>
            Stop
          </Button>
          <noscript>
            <ButtonLink href={address} small>
              Show what came since
            </ButtonLink>
          </noscript>
        </Form>
      ) : (
        <p class="quiet" data-announce={ENDS[state]}>
          {`${ENDS[state]} ${usage.tokensIn + usage.tokensOut} tokens. `}
          {text === '' ? null : <CopyButton text={text} what="answer" />}
        </p>
      )}
      {isRunning || text === '' ? null : noNote === undefined ? (
        <ButtonLink href={`/workspace/cases/${caseId}?draft=${id}#new-note`} icon="note" small>
          Insert as note
        </ButtonLink>
      ) : (
        <Blocked id="insert" reason={noNote} small>
          Insert as note
        </Blocked>
      )}
      {code === null ? null : <Notice tone="warn">{RUN_FAULTS[code]}</Notice>}
    </>
  )
}

/** What the model was told of the questions before this one. */
function Earlier({ before: { turns, leftOut } }: { before: Before }) {
  if (turns.length === 0) return null
  return (
    <details class="says-all">
      <summary>{`Goes on from ${counted(turns.length, 'earlier question')}`}</summary>
      {leftOut === 0 ? null : <p class="quiet">{`${leftOut} before them no longer fit, and the model was not told of them.`}</p>}
      {turns.map(({ asked, answer }) => (
        <>
          <p class="quiet">{`You asked: ${asked}`}</p>
          <p class="prose">{answer}</p>
        </>
      ))}
    </details>
  )
}

const ENDS = {
  complete: 'The answer is complete.',
  cancelled: 'The answer was stopped.',
  error: 'There is no whole answer.',
  interrupted: 'The answer was interrupted.',
} as const

function optionsOf(skills: Skill[]) {
  return [
    { value: 'chat', label: 'Answer a question' },
    ...skills.flatMap(({ name, title }) =>
      name === 'translate'
        ? LANGUAGE_OPTIONS.map(([language, word]) => ({ value: `translate ${language}`, label: `${title} into ${word}` }))
        : [{ value: name, label: title }],
    ),
  ]
}
