#include "model/citation.h"

/* --- words --- */

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

enum { LONGEST_ASIDE = 300 };

/* The text behind the parenthesis that closes the one at its start, or behind that one where none does. */
static struct text behind_parenthesis(struct text text)
{
    struct text near = {text.at, text.len < LONGEST_ASIDE ? text.len : LONGEST_ASIDE};
    ptrdiff_t close = text_find(near, ')');
    size_t skip = close < 0 ? 1 : (size_t)close + 1;
    return (struct text){text.at + skip, text.len - skip};
}

/* Takes the next run of letters or of digits; empty at the end. */
static struct text next_word(struct text *rest)
{
    while (rest->len && !is_letter(rest->at[0]) && !is_digit(rest->at[0]))
        *rest = rest->at[0] == '(' ? behind_parenthesis(*rest) : (struct text){rest->at + 1, rest->len - 1};
    struct text word = {rest->at, 0};
    if (!rest->len) /* which may be no text at all */
        return word;
    while (word.len < rest->len && (is_letter(rest->at[word.len]) || is_digit(rest->at[word.len])) &&
           is_digit(rest->at[word.len]) == is_digit(rest->at[0]))
        word.len++;
    *rest = (struct text){rest->at + word.len, rest->len - word.len};
    return word;
}

static bool is_any(struct text word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq_blind(word, text_of(words[i])))
            return true;
    return false;
}

/* Takes the next word where it is one of these. */
static bool take_any(struct text *rest, const char *const *words, size_t n)
{
    struct text after = *rest;
    if (!is_any(next_word(&after), words, n))
        return false;
    *rest = after;
    return true;
}

/* Takes the words of `name`; how many there were, or 0. */
static size_t take_name(struct text *rest, struct text name)
{
    struct text after = *rest;
    size_t taken = 0;
    for (struct text word = next_word(&name); word.len; word = next_word(&name), taken++)
        if (!text_eq_blind(next_word(&after), word))
            return 0;
    if (taken)
        *rest = after;
    return taken;
}

/* --- citations --- */

#define TAKE_ANY(rest, ...)                                                                                            \
    take_any(rest, (const char *const[]){__VA_ARGS__}, sizeof(const char *const[]){__VA_ARGS__} / sizeof(char *))

static size_t longest_name(const struct legal_kind *kind, struct text *rest)
{
    struct text start = *rest;
    size_t most = take_name(rest, kind->name);
    for (size_t i = 0; i < kind->aliases.n; i++) {
        struct text after = start;
        size_t taken = take_name(&after, kind->aliases.at[i]);
        if (taken > most) {
            most = taken;
            *rest = after;
        }
    }
    return most;
}

/* Takes the kind with the longest name that stands here. */
static const struct legal_kind *take_kind(const struct legal *legal, struct text *rest)
{
    const struct legal_kind *kind = NULL;
    struct text probe = *rest, word = next_word(&probe);
    struct text start = {word.at, word.len + probe.len}; /* what stands before the first word is passed once */
    size_t most = 0;
    for (size_t i = 0; i < legal->n_kinds; i++) {
        struct text after = start;
        size_t taken = longest_name(&legal->kinds[i], &after);
        if (taken > most) {
            most = taken;
            kind = &legal->kinds[i];
            *rest = after;
        }
    }
    return kind;
}

static bool take_number(struct text *rest, size_t most_digits, uint32_t *number)
{
    struct text after = *rest, word = next_word(&after);
    int64_t value;
    if (word.len > most_digits || !text_number(word, &value))
        return false;
    *number = (uint32_t)value;
    *rest = after;
    return true;
}

/* From the kind to the year. */
static bool take_head(const struct legal *legal, struct text *rest, struct citation *citation)
{
    struct text start = *rest, first = start;
    struct text word = next_word(&first);
    *citation = (struct citation){.kind = take_kind(legal, rest)};
    if (!citation->kind)
        return false;
    if (TAKE_ANY(rest, "republik"))
        TAKE_ANY(rest, "indonesia");
    else
        TAKE_ANY(rest, "ri");
    TAKE_ANY(rest, "nomor", "no", "nomer");
    if (!take_number(rest, 6, &citation->number))
        return false;
    TAKE_ANY(rest, "tahun", "thn", "th");
    if (!take_number(rest, 4, &citation->year) || citation->year < 1900)
        return false;
    citation->head = (struct text){word.at, (size_t)(rest->at - word.at)};
    return true;
}

/* What follows "tentang", up to where something else begins than the subject. */
static struct text take_subject(struct text rest)
{
    static const char *const ends[] = {"sebagaimana", "pasal", "lembaran", "tambahan", "berita", "jo", "juncto"};
    if (!TAKE_ANY(&rest, "tentang"))
        return (struct text){0};
    struct text subject = {rest.at, 0};
    for (struct text word = next_word(&rest); word.len; word = next_word(&rest)) {
        if (is_any(word, ends, sizeof ends / sizeof *ends))
            break;
        subject.len = (size_t)(word.at + word.len - subject.at);
    }
    return text_trim(subject);
}

bool citation_read(const struct legal *legal, struct text text, struct citation *citation)
{
    struct text rest = text;
    if (!take_head(legal, &rest, citation)) {
        rest = text;
        if (next_word(&rest).len > 2 || !take_head(legal, &rest, citation)) /* "1." or "a." before it */
            return false;
    }
    citation->subject = take_subject(rest);
    return true;
}

enum { LONGEST_BASIS = 1000 };

bool citation_is_in(const struct legal *legal, struct text text, const struct citation *wanted)
{
    text.len = text.len < LONGEST_BASIS ? text.len : LONGEST_BASIS;
    for (struct text rest = text; rest.len; next_word(&rest)) {
        struct text after = rest;
        struct citation other;
        if (take_head(legal, &after, &other) && other.kind == wanted->kind && other.number == wanted->number &&
            other.year == wanted->year)
            return true;
    }
    return false;
}

const struct legal_kind *legal_kind_of(const struct legal *legal, struct text text)
{
    struct text rest = text;
    const struct legal_kind *kind = take_kind(legal, &rest);
    return kind && !next_word(&rest).len ? kind : NULL;
}

const struct instrument *citation_find(const struct legal *legal, const struct citation *citation)
{
    for (size_t i = 0; i < legal->n; i++)
        if (legal->at[i].number == citation->number && legal->at[i].year == citation->year &&
            legal->at[i].sort == citation->kind)
            return &legal->at[i];
    return NULL;
}

/* --- subjects --- */

enum subject_word { SAYING, LINKING, COMMON };

static enum subject_word sort_of(struct text word)
{
    static const struct {
        const char *word;
        enum subject_word sort;
    } words[] = {
#define SUBJECT_WORD(word, sort) {#word, sort},
#include "model/subject_words.def"
#undef SUBJECT_WORD
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_eq_blind(word, text_of(words[i].word)))
            return words[i].sort;
    return SAYING;
}

enum { MOST_WORDS = 48 };

struct subject {
    struct text word[MOST_WORDS];
    size_t n;
};

/* Its words without those that only link, or without the common ones either. */
static struct subject words_of(struct text text, bool common)
{
    struct subject subject = {.n = 0};
    for (struct text word = next_word(&text); word.len && subject.n < MOST_WORDS; word = next_word(&text)) {
        enum subject_word sort = sort_of(word);
        if (sort == SAYING || (common && sort == COMMON))
            subject.word[subject.n++] = word;
    }
    return subject;
}

/* `Pemerintah` and `Pemerintahan` are one word here: but for the shorter's last letter, five or more are the same. */
static bool is_same_word(struct text left, struct text right)
{
    size_t least = left.len < right.len ? left.len : right.len, shared = 0;
    if (text_eq_blind(left, right))
        return true;
    while (shared < least && text_eq_blind((struct text){left.at + shared, 1}, (struct text){right.at + shared, 1}))
        shared++;
    return shared >= 5 && shared + 1 >= least;
}

/* The same words from these on? */
static bool same_run(const struct text *left, const struct text *right, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_same_word(left[i], right[i]))
            return false;
    return true;
}

bool subject_is_same(struct text left, struct text right)
{
    struct subject a = words_of(left, true), b = words_of(right, true);
    const struct subject *less = a.n < b.n ? &a : &b, *more = a.n < b.n ? &b : &a;
    if (less->n == more->n)
        return less->n >= 2 && same_run(less->word, more->word, less->n);
    return less->n >= 3 && less->n + 1 == more->n &&
           (same_run(less->word, more->word, less->n) || same_run(less->word, more->word + 1, less->n));
}

bool subject_amends(struct text subject) { return text_eq_blind(next_word(&subject), TEXT("perubahan")); }

/* `SPBE` are the initials of Sistem Pemerintahan Berbasis Elektronik, wherever in the subject they stand. */
static bool is_initials(struct text word, const struct subject *of)
{
    for (size_t from = 0; word.len >= 2 && from + word.len <= of->n; from++) {
        size_t i = 0;
        while (i < word.len && text_eq_blind((struct text){word.at + i, 1}, (struct text){of->word[from + i].at, 1}))
            i++;
        if (i == word.len)
            return true;
    }
    return false;
}

static bool shares_word(struct text left, struct text right)
{
    struct subject a = words_of(left, false), b = words_of(right, false), whole = words_of(right, true);
    for (size_t i = 0; i < a.n; i++) {
        for (size_t k = 0; k < b.n; k++)
            if (is_same_word(a.word[i], b.word[k]))
                return true;
        if (is_initials(a.word[i], &whole))
            return true;
    }
    return false;
}

bool subject_is_other(struct text left, struct text right)
{
    return words_of(left, false).n >= 1 && words_of(right, false).n >= 1 && !shares_word(left, right) &&
           !shares_word(right, left);
}
