#define _XOPEN_SOURCE 700
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out.h"

static const struct command_row commands[] = {
#define COMMAND(name, o_id, o_en, id, en, example, formats) {#name, {o_id, o_en}, {id, en}, example, formats},
#include "commands.def"
#undef COMMAND
};

enum { COMMAND_ANY = -1 };

/* An option's word is its name in options.def, but for those with a hyphen, which stand here: the second of two. */
#define WORD_dry_run ~, "dry-run"
#define SECOND(a, b, ...) b
#define EXPANDED(...) SECOND(__VA_ARGS__)
#define OPTION_WORD(name) EXPANDED(WORD_##name, #name, ~)

static const struct option_row options[] = {
#define OPTION(commands, name, takes, v_id, v_en, id, en)                                                              \
    {COMMAND_##commands, OPTION_WORD(name), takes, {v_id, v_en}, {id, en}},
#include "options.def"
#undef OPTION
};

static const struct verb_row verbs[] = {
#define VERB(command, name, o_id, o_en, options, id, en, example)                                                      \
    {COMMAND_##command, #name, {o_id, o_en}, options, {id, en}, example},
#include "verbs.def"
#undef VERB
};

const struct command_row *command_row(enum command command) { return &commands[command]; }
const struct option_row *option_row(enum option option) { return &options[option]; }

const struct verb_row *verb_row(enum verb verb) { return &verbs[verb]; }

bool verb_takes(const struct verb_row *verb, const struct option_row *option)
{
    char name[40];
    snprintf(name, sizeof name, " %s ", option->name);
    return option->command == (int)verb->command && strstr(verb->options, name);
}

const char *option_values(const struct cli *cli, const struct option_row *row, int command)
{
    bool is_format = row == &options[OPTION_ANY_format] && command >= 0;
    return is_format ? commands[command].formats : row->value[cli->lang];
}

const char *say(const struct cli *cli, const char *id, const char *en) { return cli->lang == BAKU_EN ? en : id; }

const char *option_value(const struct cli *cli, enum option option)
{
    const struct values *values = &cli->options[option];
    return values->n ? values->at[values->n - 1] : NULL;
}

bool option_given(const struct cli *cli, enum option option) { return cli->options[option].n > 0; }

int usage_error(const struct cli *cli, const char *message, const char *help)
{
    out_error(cli, message, help);
    return BAKU_UNKNOWN;
}

bool option_number(const struct cli *cli, enum option option, size_t *n)
{
    const char *value = option_value(cli, option);
    size_t digits = value ? strspn(value, "0123456789") : 0;
    char message[120];
    if (!value)
        return true;
    *n = digits < 8 && !value[digits] ? strtoul(value, NULL, 10) : 0;
    if (*n >= 1 && *n <= 1000000)
        return true;
    snprintf(message, sizeof message,
             say(cli, "--%s memerlukan bilangan dari 1 sampai 1000000", "--%s takes a number from 1 to 1000000"),
             options[option].name);
    usage_error(cli, message, say(cli, "Lihat: baku help", "See: baku help"));
    return false;
}

/* How much of a word is shown: not half a character. */
static int shown_len(const char *word)
{
    enum { MOST = 200 };
    int len = (int)strnlen(word, MOST);
    while (len == MOST && ((unsigned char)word[len] & 0xC0) == 0x80)
        len--;
    return len;
}

static int unknown_word(const struct cli *cli, const char *what, const char *word, const char *near, const char *dashes)
{
    char message[400], help[200];
    snprintf(message, sizeof message, "%s `%.*s`", what, shown_len(word), word);
    if (near)
        snprintf(help, sizeof help,
                 say(cli, "Mungkin maksudnya `%s%s`? Semuanya: baku help", "Did you mean `%s%s`? All: baku help"),
                 dashes, near);
    else
        snprintf(help, sizeof help, "%s: baku help", say(cli, "Lihat semuanya", "See them all"));
    return usage_error(cli, message, help);
}

int unknown_command(const struct cli *cli, const char *word)
{
    const char *known[COMMAND_COUNT];
    for (int i = 0; i < COMMAND_COUNT; i++)
        known[i] = commands[i].name;
    return unknown_word(cli, say(cli, "perintah tidak dikenal:", "unknown command:"), word,
                        baku_nearest(word, known, COMMAND_COUNT), "");
}

enum verb find_verb(enum command command, const char *word)
{
    int v = 0;
    while (v < VERB_COUNT && (verbs[v].command != command || strcmp(verbs[v].name, word) != 0))
        v++;
    return (enum verb)v;
}

int unknown_verb(const struct cli *cli, enum command command, const char *word)
{
    char message[300], help[300];
    const char *known[VERB_COUNT], *name = commands[command].name;
    size_t n = 0;
    for (int v = 0; v < VERB_COUNT; v++)
        if (verbs[v].command == command)
            known[n++] = verbs[v].name;
    const char *near = word ? baku_nearest(word, known, n) : NULL;
    if (word)
        snprintf(message, sizeof message, say(cli, "`%s %.100s` tidak dikenal", "unknown: `%s %.100s`"), name, word);
    else
        snprintf(message, sizeof message, "%s", say(cli, "sebutkan apa yang dilakukan", "say what is to be done"));
    if (near)
        snprintf(help, sizeof help, say(cli, "Mungkin maksudnya `%s %s`?", "Did you mean `%s %s`?"), name, near);
    else
        snprintf(help, sizeof help, "baku %s %s", name, commands[command].operands[cli->lang]);
    return usage_error(cli, message, help);
}

static int unknown_option(const struct cli *cli, const char *word)
{
    const char *known[OPTION_COUNT];
    size_t n = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (options[i].command == COMMAND_ANY || options[i].command == (int)cli->command)
            known[n++] = options[i].name;
    return unknown_word(cli, say(cli, "opsi tidak dikenal:", "unknown option:"), word,
                        baku_nearest(word + strspn(word, "-"), known, n), "--");
}

/* --- parsing --- */

static bool name_is(const char *name, const char *word, size_t len)
{
    return strlen(name) == len && memcmp(name, word, len) == 0;
}

/* The option that `--WORD` names for this command, or -1. */
static int find_option(const struct cli *cli, const char *word, size_t len)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if ((options[i].command == COMMAND_ANY || options[i].command == (int)cli->command) &&
            name_is(options[i].name, word, len))
            return i;
    return -1;
}

int find_command(const char *word)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, word) == 0)
            return i;
    return -1;
}

/* Takes `argv[*i]`, an option, and its value if it has one. */
static int take_option(struct cli *cli, int argc, char **argv, int *i)
{
    const char *word = argv[*i] + 2, *equals = strchr(word, '=');
    int option = find_option(cli, word, equals ? (size_t)(equals - word) : strlen(word));
    char message[200];
    if (option < 0)
        return unknown_option(cli, argv[*i]);
    struct values *values = &cli->options[option];
    const char *value = equals ? equals + 1 : NULL;
    if (options[option].takes == NOTHING && equals) {
        snprintf(message, sizeof message, say(cli, "opsi --%s tidak memakai nilai", "option --%s takes no value"),
                 options[option].name);
        return usage_error(cli, message, say(cli, "Lihat: baku help", "See: baku help"));
    }
    if (options[option].takes != NOTHING && !equals)
        value = ++*i < argc ? argv[*i] : NULL;
    if (options[option].takes != NOTHING && !value) {
        snprintf(message, sizeof message,
                 say(cli, "opsi --%s belum diberi nilai: --%s %s", "option --%s lacks its value: --%s %s"),
                 options[option].name, options[option].name, option_values(cli, &options[option], (int)cli->command));
        return usage_error(cli, message, say(cli, "Lihat: baku help", "See: baku help"));
    }
    values->at[values->n++] = value;
    return 0;
}

/* Is this an option of every command whose value is the next word? */
static bool takes_value(const char *word)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (options[i].command == COMMAND_ANY && options[i].takes != NOTHING && strncmp(word, "--", 2) == 0 &&
            strcmp(options[i].name, word + 2) == 0)
            return true;
    return false;
}

/* The command is the first word that is no option; what stands before it may only be an option of every command. */
static int find_word(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' || argv[i][1] == '\0')
            return i;
        if (strcmp(argv[i], "--") == 0)
            return i + 1 < argc ? i + 1 : 0;
        i += takes_value(argv[i]);
    }
    return 0;
}

static enum baku_lang locale_lang(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "en", 2) == 0 ? BAKU_EN : BAKU_ID;
    }
    return BAKU_ID;
}

/* What every later message depends on is looked for first, so that an error speaks the language asked for. */
static void look_ahead(struct cli *cli, int argc, char **argv)
{
    cli->lang = locale_lang();
    cli->colour = out_wants_colour();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            return;
        const char *lang = strncmp(argv[i], "--lang=", 7) == 0 ? argv[i] + 7 : NULL;
        const char *format = strncmp(argv[i], "--format=", 9) == 0 ? argv[i] + 9 : NULL;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = argv[i + 1];
        if (strcmp(argv[i], "--format") == 0 && i + 1 < argc)
            format = argv[i + 1];
        if (lang)
            cli->lang = strcmp(lang, "en") == 0 ? BAKU_EN : BAKU_ID;
        if (format)
            cli->json = strcmp(format, "json") == 0;
    }
}

static const char *const formats[] = {
#define FORMAT(name, id, en) #name,
#include "formats.def"
#undef FORMAT
};

/* Is it one of the words between the bars? */
static bool is_among(const char *word, const char *words)
{
    size_t len = strlen(word);
    for (const char *at = words; *at; at += strcspn(at, "|"), at += *at == '|')
        if (name_is(word, at, strcspn(at, "|")) && len)
            return true;
    return false;
}

/* A format that this command does not know: which it knows, and the nearest of them. */
static int wrong_format(const struct cli *cli, const char *word)
{
    const struct command_row *command = &commands[cli->command];
    const char *known[FORMAT_COUNT];
    char message[400], help[200];
    size_t n = 0;
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (is_among(formats[i], command->formats))
            known[n++] = formats[i];
    const char *near = baku_nearest(word, known, n);
    snprintf(message, sizeof message,
             say(cli, "%s tidak mempunyai format `%.*s`; yang ada: %s", "%s has no format `%.*s`; those it has: %s"),
             command->name, shown_len(word), word, command->formats);
    if (near)
        snprintf(help, sizeof help,
                 say(cli, "Mungkin maksudnya `%s`? Lihat: baku help %s", "Did you mean `%s`? See: baku help %s"), near,
                 command->name);
    else
        snprintf(help, sizeof help, say(cli, "Lihat: baku help %s", "See: baku help %s"), command->name);
    return usage_error(cli, message, help);
}

static int take_format(struct cli *cli, const char *word)
{
    for (int i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(formats[i], word) == 0 && is_among(word, commands[cli->command].formats)) {
            cli->format = (enum format)i;
            return 0;
        }
    return wrong_format(cli, word);
}

/* The option's value, else the variable's, else what there is without both. */
static const char *named(const struct cli *cli, enum option option, const char *variable, const char *otherwise)
{
    const char *value = option_value(cli, option), *environment = getenv(variable);
    return value ? value : environment && *environment ? environment : otherwise;
}

enum baku_status cli_open(const struct cli *cli, struct baku **baku)
{
    struct baku_options how = {.sops = cli->sops, .lang = cli->lang, .details = !cli->json, .store = cli->store};
    return baku_open(&how, baku);
}

static int check_values(struct cli *cli)
{
    const char *format = option_value(cli, OPTION_ANY_format), *lang = option_value(cli, OPTION_ANY_lang);
    int status = format ? take_format(cli, format) : 0;
    if (status)
        return status;
    if (lang && strcmp(lang, "id") != 0 && strcmp(lang, "en") != 0)
        return usage_error(cli, say(cli, "--lang hanya id atau en", "--lang is id or en"),
                           say(cli, "Lihat: baku help", "See: baku help"));
    cli->sops = named(cli, OPTION_ANY_sops, "BAKU_SOPS", "sops");
    cli->store = named(cli, OPTION_ANY_store, "BAKU_STORE", "baku.db");
    return 0;
}

static bool allocate(struct cli *cli, int argc)
{
    cli->operands = calloc((size_t)argc + 2, sizeof *cli->operands);
    bool fine = cli->operands != NULL;
    for (int i = 0; i < OPTION_COUNT; i++) {
        cli->options[i].at = calloc((size_t)argc + 1, sizeof *cli->options[i].at);
        fine = fine && cli->options[i].at;
    }
    return fine;
}

static int parse_words(struct cli *cli, int argc, char **argv, int command_at)
{
    bool ended = false;
    for (int i = 1; i < argc; i++) {
        int status = 0;
        if (i == command_at && command_at)
            continue;
        if (!ended && strcmp(argv[i], "--") == 0)
            ended = true;
        else if (!ended && strncmp(argv[i], "--", 2) == 0)
            status = take_option(cli, argc, argv, &i);
        else if (!ended && strcmp(argv[i], "-h") == 0)
            cli->options[OPTION_ANY_help].at[cli->options[OPTION_ANY_help].n++] = NULL;
        else if (!ended && argv[i][0] == '-' && argv[i][1])
            status = unknown_option(cli, argv[i]);
        else
            cli->operands[cli->n_operands++] = argv[i];
        if (status)
            return status;
    }
    return 0;
}

/* `case start --help` is `help case start`. */
static void ask_for_help(struct cli *cli, const char *word)
{
    bool verb = cli->n_operands && find_verb(cli->command, cli->operands[0]) != VERB_COUNT;
    cli->operands[1] = verb ? cli->operands[0] : NULL;
    cli->operands[0] = word;
    cli->n_operands = word ? 1 + verb : 0;
    cli->command = COMMAND_help;
}

int cli_parse(struct cli *cli, int argc, char **argv)
{
    int at = find_word(argc, argv);
    look_ahead(cli, argc, argv);
    if (!allocate(cli, argc)) {
        out_error(cli, say(cli, "memori habis", "out of memory"), "");
        return BAKU_FAILED;
    }
    int command = at ? find_command(argv[at]) : COMMAND_help;
    if (command < 0)
        return unknown_command(cli, argv[at]);
    cli->command = (enum command)command;
    int status = parse_words(cli, argc, argv, at);
    if (status == 0)
        status = check_values(cli);
    if (status == 0 && option_given(cli, OPTION_ANY_help)) {
        ask_for_help(cli, at ? argv[at] : NULL);
    }
    return status;
}

void cli_release(struct cli *cli)
{
    free(cli->operands);
    for (int i = 0; i < OPTION_COUNT; i++)
        free(cli->options[i].at);
}
