#define PCRE2_CODE_UNIT_WIDTH 8
#include "model/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct pattern {
    pcre2_code *code;
};

enum { MATCH_LIMIT = 10000, DEPTH_LIMIT = 1000, HEAP_KIB = 1024 };

const char pattern_names[] = ""
#define PATTERN(name, pattern, id, en) "`" name "` "
#include "model/patterns.def"
#undef PATTERN
    ;

static const struct known {
    const char *name, *pattern, *meaning[LANG_COUNT];
} known[] = {
#define PATTERN(name, pattern, id, en) {name, pattern, {id, en}},
#include "model/patterns.def"
#undef PATTERN
};

static const struct known *find_known(struct text name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_eq(name, text_of(known[i].name)))
            return &known[i];
    return NULL;
}

struct text pattern_known(struct text text)
{
    const struct known *found = find_known(text);
    return found ? text_of(found->pattern) : text;
}

struct text pattern_meaning(struct text name, enum lang lang)
{
    const struct known *found = find_known(name);
    return found ? text_of(found->meaning[lang]) : (struct text){0};
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/* What may follow "(?": a group, an atomic group, a look-ahead, a name, or options. Not the option x: its comments
 * could hide what stands in them from this reading. */
static bool group_allowed(struct text rest)
{
    if (rest.len == 0)
        return true; /* PCRE2 has the words for it */
    if (strchr(":=!|>", rest.at[0]))
        return true;
    if (rest.at[0] == '<')
        return rest.len > 1 && is_letter(rest.at[1]);
    size_t i = 0;
    while (i < rest.len && strchr("imsn-^", rest.at[i]))
        i++;
    return i > 0 && i < rest.len && (rest.at[i] == ':' || rest.at[i] == ')');
}

/* Not escapes that quote (\Q), swallow the next character (\c), refer back (\1, \g, \k) or reset the match (\K). */
static bool escape_allowed(char c) { return !strchr("QEcgkKGX", c) && !(c >= '1' && c <= '9'); }

/* How long a POSIX name such as `[:alpha:]` at the start of `text` is; 0 where there is none. */
static size_t posix_name(struct text text)
{
    size_t i = 2;
    if (text.len < 5 || text.at[1] != ':')
        return 0;
    while (i < text.len && (is_letter(text.at[i]) || text.at[i] == '^'))
        i++;
    return i + 1 < text.len && text.at[i] == ':' && text.at[i + 1] == ']' ? i + 2 : 0;
}

/* How long one member of a class is: an escape, a POSIX name, a character. 0: what quotes, swallows or nests otherwise,
 * so that nobody can say where the class ends. */
static size_t class_member(struct text rest)
{
    if (rest.at[0] == '\\')
        return rest.len < 2 || !rest.at[1] || strchr("QEc", rest.at[1]) ? 0 : 2;
    if (rest.at[0] != '[' || rest.len < 2 || !rest.at[1] || !strchr(":.=", rest.at[1]))
        return 1;
    return posix_name(rest);
}

/* The byte at which a character class that begins at `i` closes, in which brackets and stars mean themselves. `*fine`
 * becomes false where a member is not allowed. `]` right at its start is one of its members. */
static size_t class_end(struct text text, size_t i, bool *fine)
{
    i++;
    if (i < text.len && text.at[i] == '^')
        i++;
    if (i < text.len && text.at[i] == ']')
        i++;
    while (*fine && i < text.len && text.at[i] != ']') {
        size_t member = class_member((struct text){text.at + i, text.len - i});
        *fine = member > 0;
        i += member;
    }
    return i;
}

/* The byte at which a construct stands that is not part of the language, or the length. */
static size_t allowed(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        struct text rest = {text.at + i + 1, text.len - i - 1};
        if (text.at[i] == '\\' && rest.len) {
            if (!rest.at[0] || !escape_allowed(rest.at[0]))
                return i;
            i++;
        } else if (text.at[i] == '[') {
            bool fine = true;
            size_t end = class_end(text, i, &fine);
            if (!fine)
                return i;
            i = end;
        } else if (text.at[i] == '(' && rest.len && rest.at[0] == '*') {
            return i;
        } else if (text.at[i] == '(' && rest.len && rest.at[0] == '?') {
            if (!group_allowed((struct text){rest.at + 1, rest.len - 1}))
                return i;
        }
    }
    return text.len;
}

static pcre2_code *compile_code(struct text text, struct pattern_error *error)
{
    const uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UCP | PCRE2_NO_AUTO_CAPTURE | PCRE2_AUTO_CALLOUT;
    int number = 0;
    PCRE2_SIZE at = 0;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(text.len ? text.at : ""), text.len, options, &number, &at, NULL);
    if (code)
        return code;
    enum { COMPILE_OUT_OF_MEMORY = 121 }; /* PCRE2_ERROR_HEAP_FAILED of the compiler */
    error->problem = number == COMPILE_OUT_OF_MEMORY ? PATTERN_MEMORY : PATTERN_BROKEN;
    error->at = at;
    pcre2_get_error_message(number, (PCRE2_UCHAR *)error->detail, sizeof error->detail);
    return NULL;
}

struct pattern *pattern_compile(struct text text, struct pattern_error *error)
{
    *error = (struct pattern_error){.problem = PATTERN_FINE};
    if (text.len > MAX_PATTERN_BYTES) {
        error->problem = PATTERN_TOO_LONG;
        return NULL;
    }
    error->at = allowed(text);
    if (error->at < text.len) {
        error->problem = PATTERN_NOT_ALLOWED;
        return NULL;
    }
    pcre2_code *code = compile_code(text, error);
    struct pattern *pattern = code ? malloc(sizeof *pattern) : NULL;
    if (pattern) {
        pattern->code = code;
    } else if (code) {
        pcre2_code_free(code);
        error->problem = PATTERN_MEMORY;
    }
    return pattern;
}

static int count_step(pcre2_callout_block *block, void *data)
{
    (void)block;
    uint32_t *steps = data;
    return ++*steps > MAX_PATTERN_COST ? PCRE2_ERROR_CALLOUT : 0;
}

static enum pattern_verdict verdict_of(int result)
{
    if (result >= 0)
        return PATTERN_MATCHES;
    if (result == PCRE2_ERROR_NOMATCH)
        return PATTERN_DIFFERS;
    return result == PCRE2_ERROR_NOMEMORY ? PATTERN_OUT_OF_MEMORY : PATTERN_OVER_BUDGET;
}

enum pattern_verdict pattern_match(const struct pattern *pattern, struct text subject)
{
    if (subject.len > MAX_SUBJECT_BYTES || utf8_valid(subject.at, subject.len) < subject.len)
        return PATTERN_BAD_SUBJECT;
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    enum pattern_verdict verdict = PATTERN_OUT_OF_MEMORY;
    if (context && data) {
        uint32_t steps = 0;
        pcre2_set_match_limit(context, MATCH_LIMIT);
        pcre2_set_depth_limit(context, DEPTH_LIMIT);
        pcre2_set_heap_limit(context, HEAP_KIB);
        pcre2_set_callout(context, count_step, &steps);
        verdict = verdict_of(pcre2_match(pattern->code, (PCRE2_SPTR)(subject.len ? subject.at : ""), subject.len, 0,
                                         PCRE2_NO_UTF_CHECK, data, context));
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    return verdict;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern)
        pcre2_code_free(pattern->code);
    free(pattern);
}
