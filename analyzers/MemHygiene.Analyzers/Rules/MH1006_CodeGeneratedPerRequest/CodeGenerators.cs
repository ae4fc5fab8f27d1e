using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;

/// <summary>What generates, compiles or loads code. Add a line to add a library; whether a call does so each time is decided in <see cref="Repetition"/>.</summary>
internal static class CodeGenerators
{
    public static readonly SinkTable Table = new(ImmutableArray.Create(
        "System.Xml.Serialization.XmlSerializer",
        "System.Xml.Serialization.XmlSerializer::FromTypes",
        "System.Xml.Serialization.XmlSerializer::FromMappings",
        "System.Xml.Serialization.XmlSerializerFactory::CreateSerializer",
        "System.Text.RegularExpressions.Regex",
        "System.Text.RegularExpressions.Regex::IsMatch",
        "System.Text.RegularExpressions.Regex::Match",
        "System.Text.RegularExpressions.Regex::Matches",
        "System.Text.RegularExpressions.Regex::Replace",
        "System.Text.RegularExpressions.Regex::Split",
        "System.Text.RegularExpressions.Regex::Count",
        "System.Text.RegularExpressions.Regex::EnumerateMatches",
        "System.Linq.Expressions.Expression::Compile",
        "System.Linq.Expressions.LambdaExpression::Compile",
        "FastExpressionCompiler.ExpressionCompiler::CompileFast",
        "Microsoft.EntityFrameworkCore.EF::CompileQuery",
        "Microsoft.EntityFrameworkCore.EF::CompileAsyncQuery",
        "System.Reflection.Assembly::Load",
        "System.Runtime.Loader.AssemblyLoadContext",
        "System.Reflection.Emit.AssemblyBuilder::DefineDynamicAssembly",
        "System.Reflection.Emit.DynamicMethod",
        "Microsoft.CodeAnalysis.Compilation::Emit",
        "Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript::Create",
        "Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript::EvaluateAsync",
        "Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript::RunAsync",
        "RazorLight.RazorLightEngineBuilder::Build",
        "RazorEngineCore.RazorEngine::Compile",
        "RazorEngineCore.RazorEngine::CompileAsync",
        "RazorEngineCore.IRazorEngine::Compile",
        "RazorEngineCore.IRazorEngine::CompileAsync",
        "HandlebarsDotNet.Handlebars::Compile",
        "HandlebarsDotNet.IHandlebars::Compile",
        "Castle.DynamicProxy.ProxyGenerator",
        "AutoMapper.MapperConfiguration"));

    public static Sink? Find(IOperation operation) => Table.Find(operation) ?? DerivedLoadContext(operation);

    /// <summary>As messages name it: <c>XmlSerializer</c>, <c>Expression.Compile</c>.</summary>
    public static string NameOf(IOperation operation, Sink sink) => sink.Member == ".ctor" ? sink.Type.Name
        : operation is IInvocationOperation { TargetMethod.ContainingType: { } owner } ? owner.Name + "." + sink.Member
        : sink.Type.Name + "." + sink.Member;

    public static string Advice(IOperation operation, Sink sink) => operation switch
    {
        IObjectCreationOperation { Type.Name: "XmlSerializer" } or IInvocationOperation { TargetMethod: { ContainingType.Name: "XmlSerializer" or "XmlSerializerFactory" } }
            => "the runtime keeps serializers for a type and a namespace only, so keep this one in a static field",
        IObjectCreationOperation { Type.Name: "Regex" } => "keep it in a static field, or have it written at compile time with [GeneratedRegex]",
        IInvocationOperation { TargetMethod.ContainingType.Name: "Regex" } => "leave RegexOptions.Compiled out where the pattern changes",
        IInvocationOperation { TargetMethod: { Name: "Compile", ContainingType: { Name: "Expression" or "LambdaExpression" } } } => "keep the delegate, or pass preferInterpretation: true",
        IInvocationOperation { TargetMethod.ContainingType.Name: "Assembly" } => "load it once; each copy stays until the process ends",
        IObjectCreationOperation when sink.Type.Name.EndsWith("LoadContext", StringComparison.Ordinal) => "load once, or make it collectible and unload it",
        IObjectCreationOperation => "create it once and share it",
        _ => "compile once and keep the result",
    };

    private static Sink? DerivedLoadContext(IOperation operation) =>
        operation is IObjectCreationOperation { Type: INamedTypeSymbol type }
        && type.Name.EndsWith("LoadContext", StringComparison.Ordinal)
        && type.DerivesFrom("System.Runtime.Loader", "AssemblyLoadContext")
            ? new Sink(type, ".ctor")
            : null;
}
