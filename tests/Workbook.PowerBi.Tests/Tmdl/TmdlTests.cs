using Workbook.PowerBi.Tmdl;

namespace Workbook.PowerBi.Tests.Tmdl;

public sealed class TmdlTests(RetailModel retail)
{
    [Fact]
    public void Written_read_and_written_again_a_document_is_the_same()
    {
        var documents = retail.Project.Files.Where(file => file.Key.EndsWith(".tmdl", StringComparison.Ordinal)).ToList();

        Assert.Equal(19, documents.Count);
        Assert.All(documents, file => Assert.Equal(file.Value, TmdlWriter.Write(TmdlReader.Read(file.Value, file.Key))));
    }

    [Fact]
    public void Any_tree_comes_back_as_it_was()
    {
        var random = new Random(20240229);
        for (var i = 0; i < 300; i++)
        {
            var tree = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Object(random, 0)).ToList();

            var text = TmdlWriter.Write(tree);

            Assert.Equal(text, TmdlWriter.Write(TmdlReader.Read(text, "random.tmdl")));
            Assert.Equal(Flat(tree), Flat(TmdlReader.Read(text, "random.tmdl")));
        }
    }

    [Theory]
    [InlineData("Sales", "Sales")]
    [InlineData("Order date", "'Order date'")]
    [InlineData("Manager's", "'Manager''s'")]
    [InlineData("a.b", "'a.b'")]
    [InlineData("", "''")]
    public void Names_are_quoted_where_they_must(string name, string quoted)
    {
        Assert.Equal(quoted, TmdlName.Quote(name));
        Assert.Equal((name, quoted.Length), TmdlName.Read(quoted));
        Assert.Equal((name, "x y"), TmdlName.ReadColumn($"{quoted}.'x y'"));
    }

    [Theory]
    [InlineData("table T\n\t\t\tcolumn C\n", "t.tmdl:2: this line is indented by 3 tabs where 1 were expected: column C")]
    [InlineData("table T\n\tmeasure M =\n\tcolumn C\n", "t.tmdl:3: this line was to begin an expression, two tabs deeper than its name: column C")]
    [InlineData("table 'T\n", "t.tmdl:1: this line can't be read: the name 'T has no closing quote: table 'T")]
    [InlineData("table T\n\tcolumn C : int64\n", "t.tmdl:2: this line can't be read: after the name stands ': int64' where an equals sign or nothing was expected: column C : int64")]
    [InlineData("/// Lost\n", "t.tmdl:2: this line was to be what the description above it describes: (end of file)")]
    public void What_is_no_TMDL_is_told_with_file_and_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<WorkbookException>(() => TmdlReader.Read(text, "t.tmdl")).Message);

    private static TmdlNode Object(Random random, int depth)
    {
        string[] names = ["Sales", "Order date", "Manager's", "a.b = c: d", "x'y''z"];
        string?[] expressions = [null, "m", "SUM('Sales'[x])", "VAR _x = 1\nRETURN\n    _x + 1"];
        var children = new List<TmdlNode>();
        for (var i = random.Next(4); i > 0; i--)
            children.Add(random.Next(3) switch
            {
                0 => TmdlNode.Property("formatString", "#,0.00;-#,0.00"),
                1 => TmdlNode.Flag("isHidden"),
                _ => new TmdlNode("source") { Expression = "let\n    A = 1\nin\n    A" },
            });
        for (var i = depth < 3 ? random.Next(3) : 0; i > 0; i--)
            children.Add(Object(random, depth + 1));
        return new TmdlNode("column", names[random.Next(names.Length)])
        {
            Expression = expressions[random.Next(expressions.Length)],
            Description = random.Next(3) switch { 0 => null, 1 => "One line.", _ => "Two\nlines." },
            Children = children,
        };
    }

    private static IEnumerable<string> Flat(IEnumerable<TmdlNode> nodes, string path = "") => nodes.SelectMany(node =>
        Flat(node.Children, $"{path}/{node.Name}").Prepend($"{path}|{node.Keyword}|{node.Name}|{node.Value}|{node.Expression}|{node.Description}"));
}
