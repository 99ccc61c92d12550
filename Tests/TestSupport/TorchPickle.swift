/// Pickles as `torch.save` writes them, opcode by opcode.
package enum TorchPickle {
  package static func string(_ text: String) -> [UInt8] {
    Array("X".utf8) + little(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  package static func integer(_ number: Int) -> [UInt8] {
    [0x8a, 8] + little(number)
  }

  package static func tuple(_ items: [[UInt8]]) -> [UInt8] {
    Array("(".utf8) + items.joined() + Array("t".utf8)
  }

  package static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  package static func storage(
    _ type: String, key: String, count: Int
  ) -> [UInt8] {
    tuple([
      string("storage"), global("torch", type), string(key), string("cpu"),
      integer(count),
    ]) + Array("Q".utf8)
  }

  package static func tensor(
    _ type: String, key: String = "0", count: Int = 0, offset: Int = 0,
    _ shape: [Int], _ strides: [Int]
  ) -> [UInt8] {
    global("torch._utils", "_rebuild_tensor_v2")
      + tuple([
        storage(type, key: key, count: count), integer(offset),
        tuple(shape.map(integer)), tuple(strides.map(integer)), [0x89],
        global("collections", "OrderedDict") + Array(")R".utf8),
      ]) + Array("R".utf8)
  }

  package static func dictionary(
    _ items: [(key: String, value: [UInt8])]
  ) -> [UInt8] {
    Array("}(".utf8) + items.flatMap { string($0.key) + $0.value }
      + Array("u".utf8)
  }

  package static func list(_ items: [[UInt8]]) -> [UInt8] {
    Array("](".utf8) + items.joined() + Array("e".utf8)
  }

  /// The archive of a value, with the bytes of its storages.
  package static func archive(
    _ value: [UInt8], _ storages: [(key: String, bytes: [UInt8])],
    byteOrder: String? = "little"
  ) -> ZipWriter {
    let order = byteOrder.map {
      [ZipWriter.Member("x/byteorder", Array($0.utf8))]
    }
    return ZipWriter(
      [ZipWriter.Member("x/data.pkl", [0x80, 2] + value + Array(".".utf8))]
        + (order ?? [])
        + storages.map { ZipWriter.Member("x/data/\($0.key)", $0.bytes) })
  }
}
