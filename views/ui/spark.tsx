type SparkProps = {
  /** Oldest first, one per day, the last is today. */
  values: number[]
  /** What is counted: `errors`. */
  of: string
}

const BAR = 5
const GAP = 2
const HEIGHT = 24

/** A trend as small bars, drawn on the server. Whoever cannot see it hears its sum, its peak and today. */
export function Spark({ values, of }: SparkProps) {
  const most = Math.max(1, ...values)
  return (
    <svg
      class="spark"
      role="img"
      aria-label={sentenceOf(values, of)}
      width={values.length * (BAR + GAP) - GAP}
      height={HEIGHT}
      viewBox={`0 0 ${values.length * (BAR + GAP) - GAP} ${HEIGHT}`}
    >
      {values.map((value, n) => {
        const height = value === 0 ? 1 : Math.max(2, Math.round((value / most) * HEIGHT))
        return (
          <rect
            class={value === 0 ? 'spark-none' : 'spark-bar'}
            x={n * (BAR + GAP)}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx="1"
          />
        )
      })}
    </svg>
  )
}

function sentenceOf(values: number[], of: string): string {
  const sum = values.reduce((a, b) => a + b, 0)
  if (sum === 0) return `No ${of} in ${values.length} days`
  return `${sum} ${of} in ${values.length} days, at most ${Math.max(...values)} in a day, ${values.at(-1) ?? 0} today`
}
