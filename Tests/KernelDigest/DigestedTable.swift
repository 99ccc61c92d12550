import KernelTypes

/// A kernel table, and where its digests come from.
struct DigestedTable<Kernels: KernelTable> {
  typealias Scalar = Kernels.Scalar

  let name: StaticString
  let from: (Double) -> Scalar

  func printAll() {
    let room = Room<Scalar>()
    let classes = [
      1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 25, 33, 48, 49, 63, 64, 65, 127, 128,
      129, 257, 1000, 1025, 4099,
    ]
    let transforms = [
      LogitTransform.identity,
      LogitTransform(temperature: 0.7, softcap: .infinity),
      LogitTransform(temperature: 1, softcap: 15),
    ]
    for kind in Kind.allCases {
      for classes in classes {
        for rows in [1, 3, 9, 16, 64] where fits(rows, classes) {
          let tile = DigestedTile(self, kind, rows, classes, room)
          for (i, transform) in transforms.enumerated() {
            print(kind.name, terminator: " ")
            printLine(i, rows, classes, tile.digest(transform))
          }
        }
      }
    }
    for (rows, columns, depth) in [
      (1, 1, 1), (3, 5, 7), (9, 65, 33), (64, 70, 129), (130, 20, 600),
    ] {
      print("product", terminator: " ")
      printLine(rows, columns, depth, product(rows, columns, depth))
    }
  }

  /// Whether a tile has these rows, as the library cuts tiles.
  private func fits(_ rows: Int, _ classes: Int) -> Bool {
    Tile<Float>.isShort(classes)
      ? rows <= max(1, 2048 / classes / 16) * 16
      : rows * classes < Room<Scalar>.count / 2
  }

  private func printLine(_ a: Int, _ b: Int, _ c: Int, _ digest: UInt64) {
    print(name, terminator: " ")
    for number in [a, b, c] { print(number, terminator: " ") }
    print(digest)
  }

  /// The digest of A B plus a row, all of random elements.
  private func product(_ rows: Int, _ columns: Int, _ depth: Int) -> UInt64 {
    var bits = SeededGenerator(seed: UInt64(rows))
    func random(_ count: Int) -> UnsafeMutablePointer<Scalar> {
      let numbers = Memory<Scalar>(count).start
      for i in 0..<count {
        numbers[i] = from(Kind.ordinary.number(bits.next()))
      }
      return numbers
    }
    let product = random(rows * columns)
    Kernels.multiply(
      Matrix(
        random(rows * depth), rows: rows, columns: depth, rowStride: depth),
      Matrix(
        random(depth * columns), rows: depth, columns: columns,
        rowStride: columns),
      Addend(row: random(columns)),
      Matrix(product, rows: rows, columns: columns, rowStride: columns),
      Memory<Scalar>(Kernels.workspaceCount).start)
    var digest = Digest()
    digest.add(product, rows * columns)
    return digest.value
  }
}
