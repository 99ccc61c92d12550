import CLogits
import Logits
import TestSupport
import Testing

/// Every function on rows, for planes and rows, for numbers in half, single and
/// double precision, against PyTorch's float64.
@Suite struct LayoutConformanceTests {
  @Test(arguments: Execution.tables)
  func resultsArePyTorchs(_ table: Execution) throws {
    let fixtures = try LayoutFixture.all()
    #expect(fixtures.count == 1014)
    let problems = try CDoor(table: table).problems(fixtures)
    #expect(problems.prefix(5) == [])
  }
}

private struct CDoor: LayoutDoor {
  let table: Execution

  func results<Logit: TestLogit>(
    of layoutCase: LayoutCase<Logit>
  ) throws -> LayoutResults<Logit> {
    let fixture = layoutCase.fixture
    let logits = CMemory(layoutCase.logits)
    let others = CMemory(layoutCase.others)
    let rows = CMemory(layoutCase.blank.rows)
    let numbers = CMemory(layoutCase.blank.numbers)
    let indices = CMemory((fixture.targets ?? []).map { Int32($0) })
    let classes = CMemory(numbers.elements.map { _ in UInt8.max })
    let layout = try logits_layout(layoutCase.layout, of: logits.buffer.count)
    let (x, y) = (logits.input, others.input)
    let status = withOptions(
      fixture.options, table, upstream: fixture.upstream,
      isReduced: fixture.isReduced
    ) { options in
      switch fixture.function {
      case "softmax": logits_softmax(x, layout, &options, rows.output)
      case "logSoftmax": logits_log_softmax(x, layout, &options, rows.output)
      case "softmaxGradient":
        logits_softmax_gradient(y, layout, x, &options, rows.output)
      case "logSoftmaxGradient":
        logits_log_softmax_gradient(y, layout, x, &options, rows.output)
      case "logSumExp": logits_log_sum_exp(x, layout, &options, numbers.output)
      case "argmax": logits_argmax(x, layout, &options, classes.output)
      case "divergence":
        logits_kl_divergence(x, layout, y, &options, numbers.output)
      default:
        logits_cross_entropy(
          x, layout, fixture.targets == nil ? y : indices.input, &options,
          numbers.output, rows.output)
      }
    }
    #expect(Outcome(status) == .ok)
    withExtendedLifetime((logits, others, indices)) {}
    return LayoutResults(
      rows: rows.elements,
      numbers: fixture.function == "argmax"
        ? classes.elements.map { Double($0) } : numbers.elements)
  }
}
