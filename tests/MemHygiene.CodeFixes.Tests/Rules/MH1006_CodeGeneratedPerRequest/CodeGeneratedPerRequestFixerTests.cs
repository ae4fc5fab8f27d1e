using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH1006_CodeGeneratedPerRequest.CodeGeneratedPerRequestAnalyzer,
    MemHygiene.CodeFixes.Rules.MH1006_CodeGeneratedPerRequest.CodeGeneratedPerRequestFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH1006_CodeGeneratedPerRequest;

public sealed class CodeGeneratedPerRequestFixerTests
{
    [Fact]
    public Task Controller_KeepsThemInStaticFields() => Verify.VerifyAsync(
        """
        WebApplication.Create(args).Run();

        //// OrdersController.cs
        using System.Text.RegularExpressions;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            private const string Word = "^[a-z]+$";
            private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

            public object? Post(string text)
            {
                // Only words.
                var word = new Regex(Word, RegexOptions.Compiled | RegexOptions.IgnoreCase, Limit);
                if (!word.IsMatch(text))
                {
                    return null;
                }

                XmlSerializer serializer = new(typeof(Order), new XmlRootAttribute("order") { Namespace = "urn:shop" }); // one root
                return serializer.Deserialize(new StringReader(text));
            }

            public bool Check(string text)
            {
                var ok = new Regex(Word, RegexOptions.Compiled | RegexOptions.IgnoreCase, Limit).IsMatch(text);
                return ok || new Regex(@"\d{2}", RegexOptions.Compiled).IsMatch(text);
            }
        }

        public class Order
        {
            public int Id { get; set; }
        }
        """,
        """
        //// OrdersController.cs
        using System.Text.RegularExpressions;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        public class OrdersController : ControllerBase
        {
            private const string Word = "^[a-z]+$";
            private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
            private static readonly Regex WordRegex = new(Word, RegexOptions.Compiled | RegexOptions.IgnoreCase, Limit);
            private static readonly XmlSerializer SharedXmlSerializer = new(typeof(Order), new XmlRootAttribute("order") { Namespace = "urn:shop" });
            private static readonly Regex SharedRegex = new(@"\d{2}", RegexOptions.Compiled);

            public object? Post(string text)
            {
                // Only words.
                var word = WordRegex;
                if (!word.IsMatch(text))
                {
                    return null;
                }

                XmlSerializer serializer = SharedXmlSerializer; // one root
                return serializer.Deserialize(new StringReader(text));
            }

            public bool Check(string text)
            {
                var ok = WordRegex.IsMatch(text);
                return ok || SharedRegex.IsMatch(text);
            }
        }

        public class Order
        {
            public int Id { get; set; }
        }
        """);

    [Fact]
    public Task TopLevelProgram_KeepsItAboveTheEndpoint() => Verify.VerifyAsync(
        """
        using System.Text.RegularExpressions;

        var app = WebApplication.CreateBuilder(args).Build();

        app.MapGet("/words/{text}", (string text) => new Regex("^[a-z]+$", RegexOptions.Compiled).IsMatch(text));
        app.MapGet("/names/{text}", (string text) =>
        {
            var name = new Regex("^[A-Z]", RegexOptions.Compiled);
            return name.IsMatch(text);
        });
        app.Run();
        """,
        """
        using System.Text.RegularExpressions;

        var app = WebApplication.CreateBuilder(args).Build();

        var sharedRegex = new Regex("^[a-z]+$", RegexOptions.Compiled);
        app.MapGet("/words/{text}", (string text) => sharedRegex.IsMatch(text));
        var nameRegex = new Regex("^[A-Z]", RegexOptions.Compiled);
        app.MapGet("/names/{text}", (string text) =>
        {
            var name = nameRegex;
            return name.IsMatch(text);
        });
        app.Run();
        """);

    [Fact]
    public Task FieldOfAController_BecomesStatic() => Verify.VerifyAsync(
        """
        WebApplication.Create(args).Run();

        //// WordsController.cs
        using System.Text.RegularExpressions;
        using Microsoft.AspNetCore.Mvc;

        public class WordsController : ControllerBase
        {
            private readonly Regex _word = new("^[a-z]+$", RegexOptions.Compiled);

            public bool Get(string text) => _word.IsMatch(text);
        }
        """,
        """
        //// WordsController.cs
        using System.Text.RegularExpressions;
        using Microsoft.AspNetCore.Mvc;

        public class WordsController : ControllerBase
        {
            private static readonly Regex _word = new("^[a-z]+$", RegexOptions.Compiled);

            public bool Get(string text) => _word.IsMatch(text);
        }
        """);

    [Theory]
    [InlineData("return new Regex(text, RegexOptions.Compiled).IsMatch(text);")]
    [InlineData("return new Regex($\"^{text}$\", RegexOptions.Compiled).IsMatch(text);")]
    [InlineData("return new Regex(Changing, RegexOptions.Compiled).IsMatch(text);")]
    [InlineData("return new Regex(_own, RegexOptions.Compiled).IsMatch(text);")]
    [InlineData("return new XmlSerializer(typeof(T), new XmlRootAttribute(\"order\"));")]
    [InlineData("return new XmlSerializer(text.GetType(), new XmlRootAttribute(\"order\"));")]
    [InlineData("var overrides = new XmlAttributeOverrides(); overrides.Add(typeof(string), new XmlAttributes()); return new XmlSerializer(typeof(string), overrides);")]
    [InlineData("var serializer = new XmlSerializer(typeof(string), new XmlRootAttribute(\"order\")); serializer.UnknownElement += (_, _) => { }; return serializer;")]
    [InlineData("System.Linq.Expressions.Expression<Func<string, int>> length = word => word.Length; return length.Compile()(text);")]
    public Task WhatDependsOnTheRequestOrChanges_IsLeftToTheUser(string body) => Verify.VerifyNotOfferedAsync($$"""
        WebApplication.Create(args).Run();

        //// WordsController.cs
        using System.Text.RegularExpressions;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Mvc;

        public class WordsController<T> : ControllerBase
        {
            private static string Changing = "a";
            private readonly string _own = Changing;

            public object Get(string text) { {{body}} }

            public void Set(string text) => Changing = text + _own;
        }
        """);
}
