# SPDX-License-Identifier: ISC
# Completion of amana(1) for bash. References are asked of the service, newest first, only when a word is begun with AM-.

_amana_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_amana_refs() {
  local refs
  refs=$(timeout 2 "${COMP_WORDS[0]}" "${socket[@]}" list --limit 200 2>/dev/null | while read -r ref _; do
    case $ref in AM-*) printf '%s\n' "$ref" ;; esac
  done)
  _amana_words "$refs" "${1^^}"
}

# The option that has the values of a field of amana set.
_amana_option_of() {
  case $1 in
    status | kind | language | signatory) echo "--$1" ;;
    category | categories) echo --category ;;
    platform | platforms) echo --platform ;;
    actor_group | actor | accused) echo --actor-group ;;
    *) echo "$1" ;;
  esac
}

_amana() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= i
  local -a socket=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --socket) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); socket=(--socket "${COMP_WORDS[++i]}") ;;
      --lang) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); ((i++)) ;;
      -*) ;;
      *) command=${COMP_WORDS[i]}; break ;;
    esac
  done

  local commands="list show search digest attachment export publish set note tag assign strip release cover link rules similar merge split custody status import seal-drill sealed retry verify backup reconcile help version"
  local filters="--since --until --status --category --platform --governorate --kind --language --actor-group --commitment
    --violation-type --tag --assignee --review --attachments --sort --limit --offset"
  local common="--json --socket --lang --help"

  # --status=ver and status=ver are three words each
  if [[ $cur == "=" ]]; then
    cur= prev=${COMP_WORDS[COMP_CWORD - 1]}
  elif [[ $prev == "=" ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  [[ $command == set ]] && prev=$(_amana_option_of "$prev")

  case $prev in
    --current) compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --socket) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --to) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --format)
      case $command in
        export) _amana_words "csv ndjson xlsx notice" "$cur" ;;
        publish) _amana_words "html csv json" "$cur" ;;
        *) _amana_words "text json html csv" "$cur" ;;
      esac
      return ;;
    --lang) _amana_words "ar ckb en" "$cur"; return ;;
    --status) _amana_words "new verifying verified unverified rejected escalated published closed" "$cur"; return ;;
    --category) _amana_words "hate_speech incitement harassment defamation fabricated_media fake_accounts disinformation blackmail
      vote_manipulation discrimination child_unsafe undeclared_account internet_shutdown account_takeover privacy_violation other" "$cur"; return ;;
    --platform) _amana_words "facebook messenger instagram whatsapp telegram tiktok x youtube snapchat threads website email sms phone other" "$cur"; return ;;
    --language) _amana_words "ar ckb kmr en tr mixed und" "$cur"; return ;;
    --actor-group) _amana_words "candidate party cso influencer individual media authority platform unknown" "$cur"; return ;;
    --assignee) _amana_words "me nobody" "$cur"; return ;;
    --signatory) _amana_words "yes no unknown" "$cur"; return ;;
    --review | --attachments) _amana_words "yes no" "$cur"; return ;;
    --sort) _amana_words "newest oldest reports ref status category governorate" "$cur"; return ;;
    --kind) _amana_words "report followup suggestion auto bounce spam duplicate quarantined" "$cur"; return ;;
    --as) _amana_words "reporter phone email address workplace relative account other" "$cur"; return ;;
    --field) _amana_words "text subject" "$cur"; return ;;
    --to-recipient | --quarter | --k | --reason | --report | --span | --min-cases | --governorate | --since | --until | --limit | --offset | --tag | --commitment | --violation-type) return ;;
  esac

  case $command in
    "") _amana_words "$commands --socket --json --help --version" "$cur"; return ;;
    help) _amana_words "$commands" "$cur"; return ;;
  esac
  if [[ $cur == -* ]]; then
    case $command in
      list | search) _amana_words "$filters --defang $common" "$cur" ;;
      show) _amana_words "--defang $common" "$cur" ;;
      rules) _amana_words "--current --min-cases $common" "$cur" ;;
      merge | split) _amana_words "--reason $common" "$cur" ;;
      export) _amana_words "$filters --to --all --unreviewed --to-recipient --format --bom --reason --public-key $common" "$cur" ;;
      publish) _amana_words "--quarter --to --format --k $common" "$cur" ;;
      set) _amana_words "--reason $common" "$cur" ;;
      digest) _amana_words "--since --since-last --until --limit --format --to --bom --defang $common" "$cur" ;;
      cover) _amana_words "--release $common" "$cur" ;;
      strip) _amana_words "--as --report --field --span $common" "$cur" ;;
      import) _amana_words "--no-wait --mboxrd $common" "$cur" ;;
      *) _amana_words "$common" "$cur" ;;
    esac
    return
  fi
  case $command in
    list | show | export | attachment | release | cover | strip | link | similar | merge | split | note | tag) [[ ${cur^^} == AM-* ]] && _amana_refs "$cur" ;;
    rules) if [[ $prev == rules ]]; then _amana_words "check try stats learn" "$cur"; else compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); fi ;;

    set) if [[ ${cur^^} == AM-* ]]; then _amana_refs "$cur"; else compopt -o nospace; _amana_words "status= kind= language= actor_group=
      governorate= victim_profession= signatory= categories= violation_types= commitments= platforms=" "$cur"; fi ;;
    assign) if [[ ${cur^^} == AM-* ]]; then _amana_refs "$cur"; else _amana_words "me nobody" "$cur"; fi ;;
    custody) if [[ ${cur^^} == AM-* ]]; then _amana_refs "$cur"; else _amana_words "verify head" "$cur"; fi ;;
    import) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
    backup) compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur")) ;;
  esac
}

complete -F _amana amana
