using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

internal sealed class XlsxReader(SourceContract contract) : RecordReader
{
    public override long Bytes => throw new NotImplementedException(contract.Name);
    public override void Open(ScanFile file, RecordBatch batch) => throw new NotImplementedException();
    public override bool Read(RecordBatch batch) => throw new NotImplementedException();
    public override string? Hash() => throw new NotImplementedException();
    public override void Dispose() { }
}
