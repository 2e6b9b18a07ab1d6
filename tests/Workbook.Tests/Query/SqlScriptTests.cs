using Workbook.Query;

namespace Workbook.Tests.Query;

public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1|SELECT 2")]
    [InlineData("SELECT ';'; x", "SELECT ';'|x")]
    [InlineData("SELECT 'it''s;' ; x", "SELECT 'it''s;'|x")]
    [InlineData(@"SELECT E'\';' ; x", @"SELECT E'\';'|x")]
    [InlineData(@"SELECT name'\' ; x", @"SELECT name'\'|x")]
    [InlineData("SELECT \"a;\"\"b\"; x", "SELECT \"a;\"\"b\"|x")]
    [InlineData("SELECT $$a;b$$; x", "SELECT $$a;b$$|x")]
    [InlineData("SELECT $tag$a;$$;b$tag$; x", "SELECT $tag$a;$$;b$tag$|x")]
    [InlineData("SELECT a$b; x$b", "SELECT a$b|x$b")]
    [InlineData("SELECT $1; x", "SELECT $1|x")]
    [InlineData("SELECT 1 -- not; yet\n+ 1; x", "SELECT 1 -- not; yet\n+ 1|x")]
    [InlineData("SELECT /* a; /* b; */ c; */ 1; x", "SELECT /* a; /* b; */ c; */ 1|x")]
    [InlineData(";; -- nothing\n; /* here */ ;", "")]
    public void A_semicolon_ends_a_statement_only_outside_texts_and_comments(string script, string statements) =>
        Assert.Equal(statements.Length == 0 ? [] : statements.Split('|'), SqlScript.Split(script));

    [Theory]
    [InlineData("SELECT 1;", true)]
    [InlineData("SELECT 1; -- done", true)]
    [InlineData("SELECT 1; /* done */", true)]
    [InlineData("SELECT 1", false)]
    [InlineData("SELECT 1; SELECT", false)]
    [InlineData("SELECT ';", false)]
    [InlineData("SELECT \";", false)]
    [InlineData("SELECT $$;", false)]
    [InlineData("SELECT 1; /* ;", false)]
    public void A_script_is_complete_when_nothing_is_left_open(string script, bool complete) =>
        Assert.Equal(complete, SqlScript.IsComplete(script));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("(SELECT 1) UNION ALL (SELECT 2)")]
    [InlineData("EXPLAIN (SELECT 1)")]
    [InlineData("EXPLAIN ANALYZE SELECT 1")]
    [InlineData("EXPLAIN (FORMAT json) SELECT 1")]
    [InlineData("PRAGMA table_info('t')")]
    public void Statements_that_touch_no_file_pass(string statement) => StatementGuard.RequireNoFiles(statement);

    [Theory]
    [InlineData("COPY t TO 'x'", "COPY")]
    [InlineData("copy t to 'x'", "COPY")]
    [InlineData("EXPLAIN ANALYZE COPY t TO 'x'", "COPY")]
    [InlineData("EXPLAIN (ANALYZE) COPY t TO 'x'", "COPY")]
    [InlineData("EXPLAIN ANALYZE (FORMAT json) COPY t TO 'x'", "COPY")]
    [InlineData("EXPLAIN -- a\nANALYZE -- b\nCOPY t TO 'x'", "COPY")]
    [InlineData("EXPORT DATABASE 'x'", "EXPORT")]
    [InlineData("IMPORT DATABASE 'x'", "IMPORT")]
    [InlineData("ATTACH 'x'", "ATTACH")]
    [InlineData("INSTALL httpfs", "INSTALL")]
    [InlineData("LOAD 'x'", "LOAD")]
    [InlineData("CALL enable_logging()", "CALL")]
    [InlineData("PREPARE p AS COPY t TO 'x'", "PREPARE")]
    [InlineData("EXECUTE p", "EXECUTE")]
    [InlineData("PRAGMA import_database('x')", "PRAGMA")]
    public void Statements_that_reach_for_files_are_named_and_refused(string statement, string word) =>
        Assert.StartsWith($"{word} is not run here: ", Assert.Throws<WorkbookException>(() => StatementGuard.RequireNoFiles(statement)).Message);
}
