# SPDX-License-Identifier: ISC
# What is installed beside the programs: rules, units, man pages, completion.
install(DIRECTORY config/identity config/kind config/links config/taxonomy DESTINATION ${CMAKE_INSTALL_DATADIR}/amana)
install(FILES config/amana.conf.sample README.md docs/threats.md docs/sealed-records.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(PROGRAMS contrib/extract-sealed DESTINATION ${CMAKE_INSTALL_DATADIR}/amana)
install(FILES contrib/systemd/amanad.service DESTINATION lib/systemd/system)
install(FILES contrib/systemd/amana.sysusers DESTINATION lib/sysusers.d RENAME amana.conf)
install(FILES contrib/systemd/amana.tmpfiles DESTINATION lib/tmpfiles.d RENAME amana.conf)
install(FILES docs/man/amanad.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES docs/man/amana.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/man/amana.conf.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES contrib/completion/amana.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME amana)
install(FILES contrib/completion/_amana DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
