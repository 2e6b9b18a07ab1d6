using Workbook.Dedup.Matching;

namespace Workbook.Tests.Dedup;

public sealed class PhoneticsTests
{
    [Theory]
    [InlineData("Robert", "R163")]
    [InlineData("Rupert", "R163")]
    [InlineData("Ashcraft", "A261")]
    [InlineData("Tymczak", "T522")]
    [InlineData("Pfister", "P236")]
    [InlineData("Honeyman", "H555")]
    [InlineData("Lee", "L000")]
    [InlineData("van der Berg", "V500")]
    [InlineData("李", null)]
    public void Soundex_codes_as_the_archives_do(string name, string? code) => Assert.Equal(code, Phonetics.Soundex(name));

    [Theory]
    [InlineData("Smith", "Smyth", "SM0")]
    [InlineData("Catherine", "Kathryn", "K0RN")]
    [InlineData("Stephen", "Steven", "STFN")]
    [InlineData("Wright", "Rite", "RT")]
    [InlineData("Knight", "Night", "NT")]
    [InlineData("Philip", "Fillip", "FLP")]
    [InlineData("Shaun", "Shawn", "XN")]
    [InlineData("Zoe", "Soe", "S")]
    public void Metaphone_hears_spellings_alike(string one, string other, string code) =>
        Assert.Equal((code, code), (Phonetics.Metaphone(one), Phonetics.Metaphone(other)));

    [Fact]
    public void Every_nickname_is_there_once_in_lower_case_and_not_its_own_name()
    {
        var rows = Nicknames.Read().ToList();
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.All(rows, row => Assert.True(row.Name != row.Short && (row.Name + row.Short).All(char.IsAsciiLetterLower), $"{row}"));
        Assert.Contains(("william", "bill"), rows);
    }
}
