using System.Security.Cryptography;

namespace Workbook.Jupyter.Kernel;

/// <summary>HMAC-SHA256 over a message's four parts, in hexadecimal; and a memory for signatures, so that no message counts twice.</summary>
internal sealed class MessageSigner(byte[] key)
{
    private const int Remembered = 1 << 16;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = new();

    /// <summary>Empty without a key.</summary>
    public byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        if (key.Length == 0)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
            hash.AppendData(part);
        return System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>True once for each rightly signed message; always without a key.</summary>
    public bool Accepts(byte[] signature, ReadOnlySpan<byte[]> parts)
    {
        if (key.Length == 0)
            return true;
        var expected = Sign(parts);
        return CryptographicOperations.FixedTimeEquals(expected, signature) && IsNew(Convert.ToHexString(expected));
    }

    private bool IsNew(string signature)
    {
        lock (_gate)
        {
            if (!_seen.Add(signature))
                return false;
            _order.Enqueue(signature);
            if (_order.Count > Remembered)
                _seen.Remove(_order.Dequeue());
            return true;
        }
    }
}
