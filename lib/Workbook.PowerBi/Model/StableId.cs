using System.Security.Cryptography;
using System.Text;

namespace Workbook.PowerBi.Model;

/// <summary>Identities that depend on a thing's name alone: the same project comes out byte by byte, and a renamed thing is a new one.</summary>
internal static class StableId
{
    public static string Guid(params string[] path) => new Guid(Hash(path).AsSpan(0, 16), bigEndian: true).ToString("D");

    /// <summary>Twenty hexadecimal digits, as Power BI names pages and visuals.</summary>
    public static string Short(params string[] path) => Convert.ToHexStringLower(Hash(path))[..20];

    private static byte[] Hash(string[] path) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', path)));
}
