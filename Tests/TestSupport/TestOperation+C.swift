import CLogits
import Logits

// The operations once more, through logits.h.
extension TestOperation {
  /// Calls the same function of C, with the same memory and options, and returns
  /// its status and the reduced loss, or 0 if there is none.
  package func callC<Logit>(
    _ m: Memory, _ execution: Execution
  ) -> (status: CInt, loss: Double) where Memory == RowMemory<Logit> {
    func rows<Element>(
      _ elements: UnsafeBufferPointer<Element>, _ shape: BatchShape
    ) -> logits_output where Element: TargetElement {
      .of(elements, stride: Int64(shape.stride ?? 0))
    }
    let written = rows(UnsafeBufferPointer(m.output), m.outputShape)
    let others = rows(m.others, m.otherShape)
    let logits = isInPlace ? written : rows(m.logits, m.shape)
    var a = CArguments(
      logits_layout(
        classes: Int64(m.shape.classes),
        positions: Int64(m.shape.positions ?? 0)))
    var options = logits_options.zeros
    options.set(execution)
    options.negative_infinity_rows = m.negativeInfinityRows == .zero ? 1 : 0
    a[.logits] = logits
    a[.otherLogits] = others
    a[.probabilities] = others
    a[.logProbabilities] = others
    a[.targets] = .of(m.targets)
    if takes.contains(.targetProbabilities) { a[.targets] = others }
    if writes.contains(.gradient) { a[.gradient] = written }
    a[.losses] = .of(m.numbers)
    a[.evaluations] = logits_output(
      data: m.evaluations.baseAddress, count: Int64(m.evaluations.count),
      stride: 0, type: 0)
    a[.partials] = logits_output(
      data: m.partials.baseAddress, count: Int64(m.partials.count), stride: 0,
      type: 0)
    a.firstClass = 1
    switch c {
    case .logSumExp, .klDivergence: a[.output] = .of(m.numbers)
    case .argmax: a[.output] = .of(m.predictions)
    case .softmaxGradient, .logSoftmaxGradient: a[.upstream] = logits
    default: a[.output] = written
    }
    if takes.contains(.sampleWeights) {
      options.sample_weights =
        m.sampleWeights.map {
          logits_output.of($0).input
        } ?? logits_input()
    }
    for (role, input) in [
      (LogitsError.Buffer.logProbabilities, 1 as Int32), (.probabilities, 2),
    ] where takes.contains(role) && c == .crossEntropy {
      a[.logits] = others
      options.input = input
    }
    return call(
      &a, &options, hasCriterion: takesOptions, m.criterion, m.divisor,
      m.upstream, takes.contains(.upstream) ? m.upstreams : nil)
  }

  /// The same on a layer, with memory of the caller's if there is some.
  package func callC<Scalar>(
    _ m: Memory, _ execution: Execution,
    workspace: UnsafeMutableRawBufferPointer? = nil
  ) -> (status: CInt, loss: Double) where Memory == LayerMemory<Scalar> {
    var (a, options) = layerArguments(m, execution)
    options.workspace = workspace?.baseAddress
    options.workspace_size = Int64(workspace?.count ?? 0)
    if takes.contains(.sampleWeights) {
      options.sample_weights =
        m.sampleWeights.map {
          logits_output.of($0).input
        } ?? logits_input()
    }
    return call(
      &a, &options, hasCriterion: takesOptions, m.criterion, .weights,
      m.lossUpstream, takes.contains(.upstream) ? m.lossUpstreams : nil)
  }

  /// The bytes of workspace that the function needs there.
  package func workspaceSize<Scalar>(
    _ m: Memory, _ execution: Execution
  ) -> Int where Memory == LayerMemory<Scalar> {
    var (a, options) = layerArguments(m, execution)
    if takesOptions { options.set(m.criterion) }
    return Int(
      logits_linear_workspace_size(
        a[.features].input, a.layout, a[.weight].input, a[.bias].input,
        &options, a[.featureGradient], a[.weightGradient], a[.biasGradient]))
  }

  private func layerArguments<Scalar>(
    _ m: Memory, _ execution: Execution
  ) -> (CArguments, logits_options) where Memory == LayerMemory<Scalar> {
    var a = CArguments(
      logits_layout(
        classes: Int64(m.shape.features), positions: 0))
    var options = logits_options.zeros
    options.set(execution)
    options.accumulates = m.accumulates ? 1 : 0
    options.memory = Int64(m.workspace.memory)
    a[.features] = .of(m.features)
    a[.weight] = .of(m.weight)
    a[.bias] = m.bias.map { .of($0) } ?? logits_output()
    a[.targets] = .of(m.targets)
    a[.upstream] = .of(m.upstream)
    a[.output] = .of(m.outputs)
    a[.losses] = .of(m.losses)
    if writes.contains(.featureGradient) {
      a[.featureGradient] = .of(m.featureGradient)
      a[.weightGradient] = .of(m.weightGradient)
      a[.biasGradient] = .of(m.biasGradient)
    }
    return (a, options)
  }

  private func call<Scalar: TestScalar>(
    _ a: inout CArguments, _ options: inout logits_options,
    hasCriterion: Bool, _ criterion: CrossEntropy, _ divisor: Divisor,
    _ upstream: Double, _ upstreams: UnsafeBufferPointer<Scalar>?
  ) -> (status: CInt, loss: Double) {
    let loss = CMemory([0.0])
    let upstream = CMemory([upstream])
    var weights: CMemory<Double>?
    if hasCriterion {
      options.set(criterion)
      options.set(divisor)
      weights = criterion.classWeights.map { CMemory($0) }
      options.class_weights = weights?.input ?? logits_input()
    }
    if returnsLoss {
      a[.losses] = loss.output
      if hasCriterion { options.upstream = upstream.input }
    } else {
      options.reduction = Int32(LOGITS_REDUCTION_NONE.rawValue)
      if let upstreams {
        options.upstream = logits_output.of(upstreams).input
      }
    }
    if !returnsLoss, !writes.contains(.losses) { a[.losses] = logits_output() }
    let status = withExtendedLifetime((weights, upstream)) {
      withUnsafePointer(to: options) { options in
        a.options = options
        return c?.call(a) ?? -1
      }
    }
    return (status, loss.buffer[0])
  }
}
