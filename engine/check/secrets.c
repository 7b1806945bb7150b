/* B508: a password or the like among the documents that is not marked `secret: true`.
 *
 * A noun's head comes first in Indonesian: `Password AMS` is a password, `Surat Pernyataan Lupa Passphrase` is a
 * letter. So it is the first word of the title that tells, `kode` and the like before it aside. The key is asked only
 * where the title speaks of no secret at all: what stands in the title is meant so. */
#include "check/report.h"
#include "check/title.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/* Takes the next run of letters and digits; empty at the end. */
static struct text next_word(struct text *rest)
{
    while (rest->len && !is_letter(rest->at[0]))
        *rest = (struct text){rest->at + 1, rest->len - 1};
    struct text word = {rest->at, 0};
    if (!rest->len) /* which may be no text at all */
        return word;
    while (word.len < rest->len && is_letter(rest->at[word.len]))
        word.len++;
    *rest = (struct text){rest->at + word.len, rest->len - word.len};
    return word;
}

/* Does `rest` begin with the words of `name`? A short name that is another word in small letters is matched as it is
 * written, in a title; a key has no capitals. */
static bool begins_with(struct text rest, struct text name, bool exact)
{
    for (struct text word = next_word(&name); word.len; word = next_word(&name)) {
        struct text other = next_word(&rest);
        if (exact ? !text_eq(other, word) : !text_eq_blind(other, word))
            return false;
    }
    return true;
}

enum secret_word { SECRET, CARRIER, STATE };
enum spelling { ANY_CASE, AS_WRITTEN };

static const struct {
    enum secret_word sort;
    enum spelling spelling;
    const char *words;
} table[] = {
#define SECRET_WORD(sort, spelling, words) {sort, spelling, words},
#include "check/secret_words.def"
#undef SECRET_WORD
};

static bool begins_with_any(struct text rest, enum secret_word sort, bool is_title)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].sort == sort &&
            begins_with(rest, text_of(table[i].words), is_title && table[i].spelling == AS_WRITTEN))
            return true;
    return false;
}

static bool speaks_of_secret(struct text title)
{
    while (title.len) {
        if (begins_with_any(title, SECRET, true))
            return true;
        next_word(&title);
    }
    return false;
}

/* Does it tell that something was done with the secret, rather than name it? */
static bool tells_state(struct text title)
{
    while (title.len) {
        if (begins_with_any(title, STATE, true))
            return true;
        next_word(&title);
    }
    return false;
}

static bool names_secret(struct text text, bool is_title)
{
    if (begins_with_any(text, SECRET, is_title))
        return true;
    if (!begins_with_any(text, CARRIER, is_title))
        return false;
    next_word(&text);
    return begins_with_any(text, SECRET, is_title);
}

static bool is_secret(const struct document *document)
{
    if (speaks_of_secret(document->title))
        return names_secret(document->title, true) && !tells_state(document->title);
    return names_secret(document->key, false);
}

void title_secrets(const struct title *t, const struct document *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (at[i].secret || at[i].regional != !t->sop || !is_secret(&at[i]))
            continue;
        struct buf place = BUF_INIT;
        buf_string(&place, "documents.");
        buf_text(&place, at[i].key);
        struct finding *finding = title_report(t, FINDING_B508, at[i].span, title_kept(t, &place));
        if (finding) {
            finding->name = at[i].key;
            finding->value = at[i].title;
        }
    }
}

void check_secrets(struct checker *c)
{
    struct title t = {.c = c, .region = c->sop->region, .sop = c->sop, .file = c->sop->file};
    title_secrets(&t, c->sop->documents, c->sop->n_documents);
}
