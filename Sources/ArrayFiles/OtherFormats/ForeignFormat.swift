/// Formats that are not read here, and what makes one of them that is.
enum ForeignFormat {
  private static let formats: [(start: [UInt8], message: String)] = [
    (
      [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46],
      "is in PyTorch's old format; convert it with "
        + python("import torch; torch.save(torch.load('a.pt'), 'b.pt')")
    ),
    (
      [0x80],
      "is a pickle; convert it with "
        + python(
          "import numpy, pickle; "
            + "numpy.save('b.npy', pickle.load(open('a.pkl', 'rb')))")
    ),
    (
      [0x89] + Array("HDF".utf8),
      "is an HDF5 file; convert it with "
        + python(
          "import h5py, numpy; "
            + "numpy.save('b.npy', h5py.File('a.h5')['logits'][:])")
    ),
    (
      Array("PAR1".utf8),
      "is a Parquet file; convert it with "
        + python(
          "import numpy, pandas; "
            + "numpy.save('b.npy', pandas.read_parquet('a.parquet').to_numpy())"
        )
    ),
    (
      Array("ARROW1".utf8),
      "is an Arrow file; convert it with "
        + python(
          "import numpy, pandas; "
            + "numpy.save('b.npy', pandas.read_feather('a.arrow').to_numpy())")
    ),
    (
      Array("MATLAB".utf8),
      "is a MATLAB file; convert it with "
        + python(
          "import numpy, scipy.io; "
            + "numpy.save('b.npy', scipy.io.loadmat('a.mat')['logits'])")
    ),
    (
      Array("GGUF".utf8),
      "is a model; llama-perplexity --save-all-logits writes its logits"
    ),
    ([0x1f, 0x8b], "is compressed; gunzip it first"),
    ([0x28, 0xb5, 0x2f, 0xfd], "is compressed; unzstd it first"),
    ([0xfd] + Array("7zXZ".utf8), "is compressed; unxz it first"),
  ]

  private static func python(_ code: String) -> String {
    "python3 -c \"\(code)\""
  }

  /// What is said of a file of one of them.
  static func message(for file: UnsafeRawBufferPointer) -> String? {
    formats.first { file.starts(with: $0.start) }?.message
  }
}
