import KernelTypes

extension PlaneKernels {
  package static func maximaAndRests(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ transform: LogitTransform,
    _ maxima: RowValues, _ rests: RowValues
  ) {
    if transform.isIdentity {
      exponentialRests(rows, scratch, maxima, rests) {
        PlainLogits(maximum: $0)
      }
    } else if transform.hasSoftcap {
      exponentialRests(rows, scratch, maxima, rests) {
        Softcapped(maximum: $0, transform)
      }
    } else {
      exponentialRests(rows, scratch, maxima, rests) {
        Scaled(maximum: $0, transform)
      }
    }
  }

  @inline(__always)
  private static func exponentialRests<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ center: (_ maxima: Vector) -> Centered
  ) {
    guard rows.classes > Segment.mostClasses(of: rows) else {
      return Segment(rows, at: scratch.planes(0)).forEachGroup { first, group in
        let m = group.maxima()
        m.widen(to: maxima + first)
        let logits = center(m)
        storeRests(
          of: group, Centered.isBounded, to: rests + first, scratch
        ) { $0.exponentialRest(maxima: m, logits) }
      }
    }
    mergedRests(rows, scratch, maxima, rests, center)
    if Centered.isBounded { return }
    // ∞ − ∞.
    for r in 0..<rows.rows where maxima[r].isInfinite { rests[r] = .nan }
  }

  /// Each segment is summed relative to the largest element so far; where that
  /// is new, it is no part of the rest, and what there was is rescaled.
  @inline(__always)
  private static func mergedRests<Centered: CenteredLogits<Scalar>>(
    _ rows: Tile<Scalar>, _ scratch: Scratch, _ maxima: RowValues,
    _ rests: RowValues, _ center: (_ maxima: Vector) -> Centered
  ) {
    let (zero, one) = (Vector(repeating: 0), Vector(repeating: 1))
    let least = Vector(repeating: -.infinity)
    let (terms, factors) = (scratch.numbers(0), scratch.numbers(1))
    forEachGroup(rows, scratch) { start, first, group in
      let before = start == 0 ? least : Vector.narrow(maxima + first)
      let m = before.max(group.maxima())
      m.widen(to: maxima + first)
      // Where there is nothing but −∞ yet, nothing is what counts.
      let logits = center(
        Centered.isBounded ? m : m.replacing(with: zero, where: m .== least))
      let isNew = before .< m
      // The sign says where the largest element so far becomes one of the others.
      one.replacing(
        with: -Scalar.exponential(logits.centered(before)), where: isNew
      ).widen(to: factors)
      group.exponentialRest(maxima: m, isNew, logits)
        .widen(to: terms, isBounded: true)
      for lane in 0..<Scalar.laneCount {
        // Nothing yet, not even the largest element.
        let rest = start == 0 ? -1 : rests[first + lane]
        let all = factors[lane].sign == .minus ? rest + 1 : rest
        rests[first + lane] = all * factors[lane].magnitude + terms[lane]
      }
    }
  }

  /// Stores the rests of a group from those of its parts: sums and counts apart,
  /// so that small sums keep their digits.
  @inline(__always)
  private static func storeRests(
    of group: Group, _ isBounded: Bool, to rests: RowValues,
    _ scratch: Scratch, _ rest: (_ part: Group) -> ExponentialRest<Scalar>
  ) {
    let counts = scratch.numbers(1)
    group.forEachPart { start, part in
      let rest = rest(part)
      if group.isOnePart {
        return rest.widen(to: rests, isBounded: isBounded)
      }
      add(rest.sum(isBounded: isBounded), to: rests, scratch, start: start)
      add(
        rest.count + Vector(repeating: 1), to: counts, scratch, start: start)
    }
    if group.isOnePart { return }
    for lane in 0..<Scalar.laneCount { rests[lane] += counts[lane] - 1 }
  }

  package static func keepsExponentials(_ output: Tile<Scalar>) -> Bool {
    output.classes <= Segment.mostClasses(of: output)
  }

  package static func exponentials(
    _ rows: Tile<Scalar>, _ output: Tile<Scalar>, _ scratch: Scratch,
    _ maxima: RowValues, _ rests: RowValues, _ targets: TargetValues?
  ) {
    let segment = Segment(rows, at: scratch.planes(0))
    if let targets {
      for r in 0..<rows.rows {
        targets.values[r] = Double(
          segment.element(r, targets.classes[r]).pointee)
      }
    }
    @inline(__always)
    func replace(keepsDigits: Bool) {
      segment.forEachGroup { first, group in
        let m = group.maxima()
        m.widen(to: maxima + first)
        storeRests(of: group, false, to: rests + first, scratch) {
          $0.replaceByExponentials(maxima: m, keepsDigits: keepsDigits)
        }
      }
    }
    // Each has code of its own.
    if targets == nil {
      replace(keepsDigits: false)
    } else {
      replace(keepsDigits: true)
    }
  }

  package static func storeExponentials(
    _ rows: Tile<Scalar>, _ maxima: RowValues, _ output: Tile<Scalar>
  ) {
    preconditionFailure("Planes are never OpenBLAS's.")
  }

  package static func scale(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: TargetValues?
  ) {
    let segment = kept(output, scratch)
    if output.format != .scalar {
      segment.forEachGroup { first, group in
        group.scale(by: Vector.narrow(factors + first))
      }
      subtract(targets, from: segment, firstClass: 0)
      return segment.store(to: output)
    }
    // On the way to the output.
    let narrow = UnsafeMutableRawPointer(scratch.numbers(0))
      .assumingMemoryBound(to: Scalar.self)
    for first in stride(from: 0, to: output.rows, by: Scalar.laneCount) {
      Vector.narrow(factors + first).store(to: narrow + first)
    }
    segment.storeScalars(to: output) { row, vector in
      vector * .load(narrow + row)
    }
    if let targets { Planes(output).subtract(targets) }
  }

  package static func scaleAndSubtract(
    _ output: Tile<Scalar>, _ scratch: Scratch, _ factors: RowValues,
    _ targets: Tile<Scalar>, _ weights: RowValues
  ) {
    let segment = kept(output, scratch)
    let y = Segment(targets, at: scratch.planes(1))
    segment.forEachGroup { first, group in
      group.scale(
        by: Vector.narrow(factors + first), subtracting: y[first],
        times: Vector.narrow(weights + first))
    }
    segment.store(to: output)
  }

  /// The exponentials of a tile.
  @inline(__always)
  private static func kept(
    _ output: Tile<Scalar>, _ scratch: Scratch
  ) -> Segment {
    Segment(
      at: scratch.planes(0), rows: output.rows, classes: output.classes)
  }

  /// Subtracts the values at those targets that are in a segment.
  @inline(__always)
  static func subtract(
    _ targets: TargetValues?, from segment: Segment, firstClass: Int
  ) {
    guard let targets else { return }
    for r in 0..<segment.rows {
      let index = targets.classes[r] - firstClass
      if 0 <= index, index < segment.classes {
        segment.element(r, index).pointee -= Scalar(targets.values[r])
      }
    }
  }
}
