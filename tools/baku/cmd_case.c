/* `case VERB …`: what is done with cases, and how they stand. */
#include <stdio.h>
#include <string.h>

#include "case_text.h"
#include "deed.h"
#include "list_text.h"

enum verb { START, DO, GIVE, EXPIRE, CANCEL, MOVE, ERASE, GET, SHOW, HISTORY, LIST, VERBS };

/* How each is written: how many operands, which options it takes, an example. */
static const struct verb_row {
    const char *name;
    size_t operands;
    const char *options, *example;
} verbs[VERBS] = {
    {"start", 1, " as at from given key note title ",
     "baku case start kaltim/pencabutan --as sari --title \"Budi, RSUD\""},
    {"do", 2, " as at choose given key note output tidak ya ", "baku case do 12 verifikasi --ya --as rudi"},
    {"give", 1, " as at given key note ", "baku case give 12 --given ktp=@ktp.pdf --as sari"},
    {"expire", 2, " as at key note ", "baku case expire 12 pindai-wajah --as rudi"},
    {"cancel", 1, " as at key note reason ", "baku case cancel 12 --reason \"pemohon mundur\" --as admin"},
    {"move", 1, " as dry-run reason to ", "baku case move 12 --to 7 --dry-run --as admin"},
    {"erase", 2, " as reason texts ", "baku case erase 12 ktp --reason \"permintaan pemohon\" --as admin"},
    {"get", 2, " seq to ", "baku case get 12 ktp --to ktp.pdf"},
    {"show", 1, " ", "baku case show 12"},
    {"history", 1, " ", "baku case history 12"},
    {"list", 0, " after most region revision sop state ", "baku case list --state open"},
};

static int no_verb(const struct cli *cli, const char *word)
{
    char message[300], help[300];
    const char *names[VERBS];
    for (int v = 0; v < VERBS; v++)
        names[v] = verbs[v].name;
    const char *near = word ? baku_nearest(word, names, VERBS) : NULL;
    if (word)
        snprintf(message, sizeof message, say(cli, "`case %.100s` tidak dikenal", "unknown: `case %.100s`"), word);
    else
        snprintf(message, sizeof message, "%s", say(cli, "sebutkan apa yang dilakukan", "say what is to be done"));
    if (near)
        snprintf(help, sizeof help, say(cli, "Mungkin maksudnya `case %s`?", "Did you mean `case %s`?"), near);
    else
        snprintf(help, sizeof help, "baku case start|do|give|expire|cancel|move|erase|get|show|history|list");
    return usage_error(cli, message, help);
}

static enum verb find_verb(const char *word)
{
    int v = 0;
    while (v < VERBS && strcmp(verbs[v].name, word) != 0)
        v++;
    return (enum verb)v;
}

/* An option of `case` that this verb does not take, or NULL. */
static const char *stray_option(const struct cli *cli, const struct verb_row *verb)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        char name[40];
        const struct option_row *row = option_row((enum option)i);
        snprintf(name, sizeof name, " %s ", row->name);
        if (row->command == COMMAND_case && option_given(cli, (enum option)i) && !strstr(verb->options, name))
            return row->name;
    }
    return NULL;
}

static int check_words(const struct cli *cli, const struct verb_row *verb, size_t operands)
{
    char message[200], help[300];
    const char *stray = stray_option(cli, verb);
    snprintf(help, sizeof help, "%s %s", say(cli, "Contoh:", "Example:"), verb->example);
    if (stray)
        snprintf(message, sizeof message, say(cli, "case %s tidak memakai --%s", "case %s takes no --%s"), verb->name,
                 stray);
    else if (cli->n_operands - 1 != operands)
        snprintf(message, sizeof message,
                 say(cli, "case %s memerlukan %zu argumen, bukan %zu", "case %s takes %zu operands, not %zu"),
                 verb->name, operands, cli->n_operands - 1);
    else if (option_given(cli, OPTION_case_ya) && option_given(cli, OPTION_case_tidak))
        snprintf(message, sizeof message, "%s",
                 say(cli, "--ya atau --tidak, tidak keduanya", "--ya or --tidak, not both"));
    else if (verb == &verbs[CANCEL] && !option_given(cli, OPTION_case_reason))
        snprintf(message, sizeof message, "%s", say(cli, "sebutkan alasannya: --reason", "say why: --reason"));
    else if (option_given(cli, OPTION_case_from) &&
             (option_given(cli, OPTION_case_title) || option_given(cli, OPTION_case_given) ||
              option_given(cli, OPTION_case_key)))
        snprintf(message, sizeof message, "%s",
                 say(cli, "dengan --from, judul, dokumen dan kunci berasal dari berkasnya",
                     "with --from, title, documents and key come from the file"));
    else if (verb == &verbs[MOVE] && !option_given(cli, OPTION_case_to))
        snprintf(message, sizeof message, "%s",
                 say(cli, "sebutkan revisi tujuannya: --to REVISI", "say which revision to move to: --to REVISION"));
    else
        return 0;
    return usage_error(cli, message, help);
}

static enum baku_status move(const struct cli *cli, struct baku *baku, struct baku_answer *answer)
{
    struct baku_moving moving = {.as = option_value(cli, OPTION_case_as),
                                 .to = option_value(cli, OPTION_case_to),
                                 .reason = option_value(cli, OPTION_case_reason),
                                 .dry_run = option_given(cli, OPTION_case_dry_run)};
    return baku_case_move(baku, cli->operands[1], &moving, answer);
}

static enum baku_status erase(const struct cli *cli, struct baku *baku, struct baku_answer *answer)
{
    struct baku_erasing erasing = {.as = option_value(cli, OPTION_case_as),
                                   .document = cli->n_operands > 2 ? cli->operands[2] : NULL,
                                   .texts = option_given(cli, OPTION_case_texts),
                                   .reason = option_value(cli, OPTION_case_reason)};
    return baku_case_erase(baku, cli->operands[1], &erasing, answer);
}

static enum baku_status act(const struct cli *cli, enum verb verb, struct baku *baku, struct baku_answer *answer)
{
    struct deed deed;
    const char *const *operands = cli->operands + 1, *from = option_value(cli, OPTION_case_from);
    enum baku_status status = BAKU_FAILED;
    if (deed_read(&deed, cli)) {
        if (verb == START && from)
            status = baku_case_import(baku, from, &deed.deed, answer);
        else if (verb == START)
            status = baku_case_start(baku, operands[0], &deed.deed, answer);
        else if (verb == DO)
            status = baku_case_do(baku, operands[0], operands[1], &deed.deed, answer);
        else if (verb == GIVE)
            status = baku_case_give(baku, operands[0], &deed.deed, answer);
        else if (verb == EXPIRE)
            status = baku_case_expire(baku, operands[0], operands[1], &deed.deed, answer);
        else
            status = baku_case_cancel(baku, operands[0], &deed.deed, answer);
    }
    deed_release(&deed);
    return status;
}

/* A content goes to a new file; a text that can be shown goes to the screen where no file is named. */
static int get(const struct cli *cli, struct baku *baku)
{
    struct baku_answer answer = {0};
    struct baku_content content;
    const char *to = option_value(cli, OPTION_case_to);
    enum baku_status status =
        baku_case_get(baku, cli->operands[1], cli->operands[2], option_value(cli, OPTION_case_seq), &content, &answer);
    bool writes = status == BAKU_YES && to, written = writes && out_file(to, content.bytes, content.size);
    int code = writes && !written ? out_cannot_write(cli, to)
                                  : out_answer(cli, status, &answer, writes ? print_got : print_content);
    if (writes && !written)
        baku_answer_release(&answer);
    baku_content_release(&content);
    return code;
}

static int list(const struct cli *cli, struct baku *baku)
{
    struct baku_answer answer = {0};
    struct baku_wanted wanted = {.region = option_value(cli, OPTION_case_region),
                                 .state = option_value(cli, OPTION_case_state),
                                 .sop = option_value(cli, OPTION_case_sop),
                                 .revision = option_value(cli, OPTION_case_revision),
                                 .after = option_value(cli, OPTION_case_after)};
    if (!option_number(cli, OPTION_case_most, &wanted.most))
        return BAKU_UNKNOWN;
    return out_answer(cli, baku_case_list(baku, &wanted, &answer), &answer, print_cases);
}

static int carry_out(const struct cli *cli, enum verb verb, struct baku *baku)
{
    struct baku_answer answer = {0};
    bool imports = option_given(cli, OPTION_case_from);
    switch (verb) {
    case MOVE:
        return out_answer(cli, move(cli, baku, &answer), &answer, print_moved);
    case ERASE:
        return out_answer(cli, erase(cli, baku, &answer), &answer, print_erased);
    case GET:
        return get(cli, baku);
    case SHOW:
        return out_answer(cli, baku_case_show(baku, cli->operands[1], &answer), &answer, print_case);
    case HISTORY:
        return out_answer(cli, baku_case_history(baku, cli->operands[1], &answer), &answer, print_history);
    case LIST:
        return list(cli, baku);
    case START:
    case DO:
    case GIVE:
    case EXPIRE:
    case CANCEL:
    case VERBS:
        break;
    }
    return out_answer(cli, act(cli, verb, baku, &answer), &answer, imports ? print_import : print_outcome);
}

int cmd_case(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer none = {0};
    enum verb verb = cli->n_operands ? find_verb(cli->operands[0]) : VERBS;
    if (verb == VERBS)
        return no_verb(cli, cli->n_operands ? cli->operands[0] : NULL);
    bool imports = verb == START && option_given(cli, OPTION_case_from);
    bool texts = verb == ERASE && option_given(cli, OPTION_case_texts);
    int wrong = check_words(cli, &verbs[verb], imports ? 0 : verbs[verb].operands - texts);
    if (wrong)
        return wrong;
    enum baku_status status = cli_open(cli, &baku);
    int code = status == BAKU_YES ? carry_out(cli, verb, baku) : out_answer(cli, status, &none, NULL);
    baku_close(baku);
    return code;
}
